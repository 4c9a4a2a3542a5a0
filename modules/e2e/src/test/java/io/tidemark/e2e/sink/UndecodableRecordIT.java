package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I9: what the sink cannot read or store it puts aside, by name, and goes on; it passes nothing in silence. */
@Timeout(90)
final class UndecodableRecordIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REFUSED = "00000000-0000-0000-0000-0000000000aa";
    private static final byte[] GARBAGE = "not a record of ours".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("undecodable");

    private final TestPipeline pipeline = RUNNING.pipeline();
    private final TableTopics topics = new TableTopics(pipeline.settings());
    private final long before = pipeline.sink().deadLetters();

    @AfterEach
    void removeWhatIsNotMapped() {
        pipeline.driver().executableQuery("DROP CONSTRAINT one_name IF EXISTS").execute();
        pipeline.driver().executableQuery("MATCH (n:Taken) DELETE n").execute();
    }

    @Test
    void a_value_that_cannot_be_read_is_put_aside_and_the_rest_goes_on() throws Exception {
        ConsumerRecord<byte[], byte[]> known = topics.records("users").get(0);
        RecordMetadata bad = topics.write("users", known.partition(), known.key(), GARBAGE);
        awaitPassed(bad);
        assertThat(pipeline.sink().deadLetters()).isEqualTo(before + 1);
        List<JsonNode> letters = deadLetters(bad);
        assertThat(letters).hasSize(1);
        JsonNode letter = letters.get(0);
        assertThat(letter.get("table").asText()).isEqualTo("public.users");
        assertThat(letter.get("key").asText()).startsWith("00000000-0000-0000-0000-0000000000");
        assertThat(letter.get("kind").asText()).isEqualTo("UNDECODABLE");
        assertThat(letter.get("cause").asText()).contains("not in the Confluent wire format");
        pipeline.sql("update users set username = 'y' || username");
        pipeline.awaitEqual();
    }

    /** The sink is away meanwhile, so that good and bad records come in one poll. */
    @Test
    void good_records_around_it_are_applied() throws Exception {
        pipeline.stopSink();
        ConsumerRecord<byte[], byte[]> known = topics.records("follows").get(0);
        pipeline.sql("update follows set created_at = '2001-01-01'");
        RecordMetadata bad = topics.write("follows", known.partition(), known.key(), GARBAGE);
        pipeline.sql("update follows set created_at = '2002-02-02'");
        try (LogLines log = LogLines.record()) {
            pipeline.startSink();
            awaitPassed(bad);
            pipeline.awaitEqual();
            assertThat(log.messages())
                    .anySatisfy(line -> assertThat(line)
                            .contains("dead letter " + bad.topic() + "-" + bad.partition() + " offset " + bad.offset())
                            .contains("not in the Confluent wire format"));
            assertThat(log.withStackTrace()).isEmpty();
        }
    }

    /** For a minute; {@code MissingSchemasTest} has the rest. */
    @Test
    void one_whose_schema_the_registry_denies_is_waited_for() throws Exception {
        RUNNING.spoil();
        ConsumerRecord<byte[], byte[]> known = topics.records("follows").get(0);
        byte[] unknownSchema = known.value().clone();
        unknownSchema[1] = 0x7f;
        topics.write("follows", known.partition(), known.key(), unknownSchema);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(pipeline.sink().waitsFor().orElse("")).contains("is not in the registry"));
        assertThat(pipeline.sink().isAlive()).isTrue();
        assertThat(pipeline.sink().deadLetters()).isEqualTo(before);
    }

    @Test
    void rows_that_neo4j_refuses_are_put_aside_alone() throws Exception {
        pipeline.graph("CREATE (n:Taken {username: 'taken'}) RETURN n");
        pipeline.driver()
                .executableQuery("CREATE CONSTRAINT one_name FOR (n:User) REQUIRE n.username IS UNIQUE")
                .execute();
        pipeline.graph("MERGE (n:User {id: 'somebody'}) SET n.username = 'taken' RETURN n");
        pipeline.sql(
                "insert into users (id, username) select gen_random_uuid(), 'new' || n from generate_series(1, 50) n",
                "insert into users (id, username) values (gen_random_uuid(), 'taken')",
                "insert into users (id, username) select gen_random_uuid(), 'more' || n from generate_series(1, 50) n");
        await().atMost(SOON).until(() -> pipeline.sink().deadLetters() > before);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                pipeline.graph("MATCH (n:User) WHERE n.username =~ '(new|more)[0-9]+' RETURN count(n)"))
                        .isEqualTo(100L));
        List<JsonNode> letters = deadLetters().stream()
                .filter(letter -> letter.get("kind").asText().equals("REFUSED"))
                .toList();
        assertThat(letters).hasSize(1);
        assertThat(pipeline.sink().deadLetters()).isEqualTo(before + 1);
        assertThat(letters.get(0).get("cause").asText()).contains("a constraint of the graph refuses it");
        assertThat(letters.get(0).get("cause").asText()).doesNotContain("taken");
        assertThat(pipeline.sink().isAlive()).isTrue();
    }

    @Test
    void a_repeated_dead_letter_is_shown_once() throws Exception {
        ConsumerRecord<byte[], byte[]> known = topics.records("users").get(0);
        RecordMetadata bad = topics.write("users", known.partition(), known.key(), GARBAGE);
        awaitPassed(bad);
        pipeline.graph("MATCH (w:TidemarkWatermark {topic: '" + bad.topic() + "', partition: " + bad.partition()
                + "}) SET w.offset = " + (bad.offset() - 1) + " RETURN w");
        awaitPassed(bad);
        pipeline.awaitEqual();
        assertThat(pipeline.sink().deadLetters()).isEqualTo(before + 2);
        assertThat(deadLetters(bad)).hasSize(1);
    }

    /** A refused row is sent again and settled, one that is acknowledged stays so, one that is right meanwhile is found out by verify. */
    @Test
    void dead_letters_come_to_an_end(@TempDir Path state) throws Exception {
        pipeline.graph("CREATE (n:Taken {username: 'taken'}) RETURN n");
        pipeline.driver()
                .executableQuery("CREATE CONSTRAINT one_name FOR (n:User) REQUIRE n.username IS UNIQUE")
                .execute();
        pipeline.graph("MERGE (n:User {id: 'somebody'}) SET n.username = 'taken' RETURN n");
        pipeline.sql("insert into users (id, username) values ('" + REFUSED + "', 'taken')");
        await().atMost(SOON).until(() -> pipeline.sink().deadLetters() > before);
        assertThat(run(3, "resend", "--key", REFUSED, "--state", state.toString()))
                .anySatisfy(line -> assertThat(line).contains("a constraint of the graph refuses it"));
        assertThat(deadLetters())
                .filteredOn(letter -> letter.path("key").asText().equals(REFUSED))
                .hasSize(1);

        pipeline.driver().executableQuery("DROP CONSTRAINT one_name").execute();
        pipeline.graph("MATCH (n:User {id: 'somebody'}) DELETE n RETURN 1");
        run(0, "resend", "--all", "--state", state.toString());
        pipeline.awaitEqual();
        assertThat(run(0, "")).containsExactly("no dead letters");
        assertThat(run(0, "", "--settled"))
                .anySatisfy(line -> assertThat(line).contains(REFUSED).endsWith("in sync"));
        assertThat(unsettled()).isZero();

        ConsumerRecord<byte[], byte[]> known = topics.records("users").get(0);
        RecordMetadata acknowledged = topics.write("users", known.partition(), known.key(), GARBAGE);
        awaitPassed(acknowledged);
        assertThat(deadLetters(acknowledged)).hasSize(1);
        assertThat(run(0, "acknowledge", "--table", "users", "--cause", "wire format"))
                .containsExactly("1 dead letter acknowledged");
        readAgain(acknowledged);
        assertThat(unsettled()).isZero();

        ConsumerRecord<byte[], byte[]> follow = topics.records("follows").get(0);
        RecordMetadata right = topics.write("follows", follow.partition(), follow.key(), GARBAGE);
        awaitPassed(right);
        assertThat(unsettled()).isEqualTo(1);
        assertThat(new Reconciler(pipeline, state).run("verify").exitCode()).isZero();
        assertThat(unsettled()).isZero();
        readAgain(right);
        assertThat(unsettled()).isEqualTo(1);
    }

    private void readAgain(RecordMetadata record) {
        long kept = pipeline.sink().deadLetters();
        pipeline.graph("MATCH (w:TidemarkWatermark {topic: '" + record.topic() + "', partition: " + record.partition()
                + "}) SET w.offset = " + (record.offset() - 1) + " RETURN w");
        await().atMost(SOON).until(() -> pipeline.sink().deadLetters() > kept);
    }

    private long unsettled() {
        return DeadLetters.countUnsettled(
                pipeline.settings().kafka(), new TopicNames(pipeline.settings().prefix()));
    }

    private List<String> run(int code, String command, String... more) {
        Launcher.Ended ended = new Launcher(pipeline.environment()).run(("dead-letters " + command).strip(), more);
        assertThat(ended.code()).as("%s %s", ended.out(), ended.err()).isEqualTo(code);
        return ended.out();
    }

    @Test
    void a_record_without_a_key_does_not_come_into_a_topic() {
        assertThatThrownBy(() -> topics.write("users", 0, null, GARBAGE))
                .hasCauseInstanceOf(InvalidRecordException.class);
    }

    private List<JsonNode> deadLetters(RecordMetadata record) throws Exception {
        return deadLetters().stream()
                .filter(letter -> letter.get("offset").asLong() == record.offset()
                        && letter.get("partition").asInt() == record.partition()
                        && record.topic().endsWith(letter.get("table").asText()))
                .toList();
    }

    private List<JsonNode> deadLetters() throws Exception {
        Launcher.Ended ended = new Launcher(pipeline.environment()).run("dead-letters", "--json");
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        List<JsonNode> letters = new ArrayList<>();
        new ObjectMapper().readTree(String.join("\n", ended.out())).forEach(letters::add);
        return letters;
    }

    private void awaitPassed(RecordMetadata record) {
        await().atMost(SOON).until(() -> watermark(record) >= record.offset());
    }

    private long watermark(RecordMetadata record) {
        Object offset = pipeline.graph("OPTIONAL MATCH (w:TidemarkWatermark {topic: '" + record.topic()
                + "', partition: " + record.partition() + "}) RETURN coalesce(w.offset, -1)");
        return offset instanceof Long number ? number : -1;
    }
}
