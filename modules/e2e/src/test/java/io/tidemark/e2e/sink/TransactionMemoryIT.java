package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.stack.ProcessStack;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariants I4, I9: a batch that outgrows Neo4j's memory for a transaction is cut, down to one row, which is then named. */
@Tag("slow")
@Timeout(240)
final class TransactionMemoryIT {

    /** What a transaction of Neo4j may take: it takes 2 at a time, and does not start with less. */
    private static final int MEGABYTES = 4;

    @Test
    void what_fits_arrives_once_and_what_does_not_fit_alone_is_a_dead_letter() throws Exception {
        Path home = Path.of("target", "stack-memory").toAbsolutePath();
        Utils.delete(home.toFile());
        try (ProcessStack stack = ProcessStack.in(home)
                .settings(Servers.settings()
                        .withKafkaHeapMegabytes(256)
                        .withNeo4jMemory(256, 64)
                        .withNeo4jTransactionMegabytes(MEGABYTES))
                .build()) {
            stack.up();
            TestPipeline pipeline = TestPipeline.open(
                    stack.endpoints(),
                    "memory",
                    Map.of(
                            TestPipeline.MAPPING,
                            "nodes:\n  - { table: notes, label: Note, key: id, properties: [body] }",
                            "TIDEMARK_PARTITIONS",
                            "1"));
            try (LogLines log = LogLines.record()) {
                pipeline.sql(
                        "create table notes (id integer primary key, body text)",
                        "insert into notes select i, 'note ' || i from generate_series(1, 12000) i",
                        // 60 of 100 kB, which do not fit together, and one that does not fit alone
                        "insert into notes select i, repeat(md5(i::text), 3200) from generate_series(12001, 12060) i",
                        "insert into notes select 13000, string_agg(md5(i::text), '') from generate_series(1, 250000) i",
                        "insert into notes select i, 'note ' || i from generate_series(14001, 16000) i");
                pipeline.setup();
                pipeline.alterTopic(pipeline.settings().prefix() + ".public.notes", "max.message.bytes", "16000000");
                pipeline.startCapture();
                pipeline.awaitCaptured();
                pipeline.startSink();
                pipeline.awaitTidemark();
                List<DeadLetter> letters = DeadLetters.unsettled(
                        pipeline.settings().kafka(),
                        new TopicNames(pipeline.settings().prefix()));
                assertThat(letters).hasSize(1);
                assertThat(letters.get(0).kind()).isEqualTo(DeadLetter.Kind.REFUSED);
                assertThat(letters.get(0).cause()).contains("db.memory.transaction.max");
                assertThat(pipeline.graph("MATCH (n:Note {id: 13000}) RETURN count(n)"))
                        .isEqualTo(0L);
                assertThat(log.messages())
                        .anySatisfy(line -> assertThat(line)
                                .contains("db.memory.transaction.max")
                                .contains("again in batches of at most"));
                assertThat(pipeline.sink().isAlive()).isTrue();
                assertThat(pipeline.applied()).isEqualTo(14_061);
                pipeline.sql("update notes set body = 'short' where id = 13000");
                pipeline.awaitEqual();
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(pipeline.applied()).isEqualTo(14_062));
            } finally {
                // not its close: that removes all nodes in one transaction, and the servers are this test's own
                pipeline.stopSink();
                pipeline.stopCapture();
                pipeline.driver().close();
            }
        }
    }
}
