package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.KafkaSettings;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would lose rows in silence stops the capture instead: within ten seconds, by name, with the way out. */
final class PositionLostIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private TestPipeline pipeline;
    private String slot;

    @BeforeEach
    void captured() throws SQLException {
        pipeline = TestPipeline.sample("lost", Map.of("TIDEMARK_PARTITIONS", "1"));
        pipeline.startCapture();
        slot = pipeline.settings().capture().slotName();
        await().atMost(DEADLINE)
                .until(() -> new TableTopics(pipeline.settings()).progress().isPresent());
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void a_slot_that_was_dropped() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        pipeline.sql("select pg_drop_replication_slot('" + slot + "')");
        pipeline.startCapture();
        assertEnds(Category.POSITION_LOST, "replication slot " + slot + " was dropped", "--resnapshot");
        assertThat(find()).as("no new slot was made in silence").isEmpty();
    }

    @Test
    void a_slot_that_is_dropped_while_it_is_read() throws SQLException {
        await().atMost(DEADLINE).until(() -> {
            pipeline.sql("select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '" + slot
                    + "' and active_pid is not null");
            try {
                pipeline.sql("select pg_drop_replication_slot('" + slot + "')");
                return true;
            } catch (SQLException inUse) {
                return false;
            }
        });
        assertEnds(Category.POSITION_LOST, "replication slot " + slot + " was dropped", "--resnapshot");
    }

    @Test
    void a_slot_that_something_else_moved() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'unseen')");
        pipeline.sql("select pg_replication_slot_advance('" + slot + "', pg_current_wal_lsn())");
        pipeline.startCapture();
        assertEnds(Category.POSITION_LOST, "replication slot " + slot + " was moved to", "--resnapshot");
    }

    @Test
    void a_slot_whose_log_is_gone() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        try {
            pipeline.alterSystem("set max_slot_wal_keep_size = '1MB'");
            await().atMost(DEADLINE).until(() -> {
                pipeline.sql(
                        "create table if not exists filler as select repeat('x', 1000) from generate_series(1, 20000)");
                pipeline.sql("drop table filler");
                pipeline.sqlAlone("checkpoint");
                return find().orElseThrow().isLost();
            });
            pipeline.startCapture();
            assertEnds(Category.POSITION_LOST, "wal_status=lost", "max_slot_wal_keep_size", "--resnapshot");
        } finally {
            pipeline.alterSystem("reset max_slot_wal_keep_size");
        }
    }

    @Test
    void a_database_that_is_another_one() {
        rewritten(point -> new ResumePoint(
                "another",
                new Source("7", point.source().database(), point.source().tables()),
                point.position(),
                point.ends()));
        assertEnds(Category.POSITION_LOST, "Postgres is another one: system", "where 7,", "--resnapshot");
    }

    @Test
    void a_database_that_went_back() {
        rewritten(point -> new ResumePoint(
                "ahead", point.source(), new Position.Streaming(Lsn.parse("FFFF/0"), Optional.empty()), point.ends()));
        assertEnds(Category.POSITION_LOST, "restored to an earlier state", "FFFF/0", "--resnapshot");
    }

    @Test
    void a_topic_that_was_made_again() {
        rewritten(point -> {
            Map<String, List<Long>> ends = new HashMap<>(point.ends());
            ends.replaceAll((topic, partitions) ->
                    partitions.stream().map(end -> end + 1_000).toList());
            return new ResumePoint("topics", point.source(), point.position(), ends);
        });
        assertEnds(Category.POSITION_LOST, "it was recreated, or has lost records", "--resnapshot");
    }

    @Test
    void a_publication_that_leaves_out_a_table() throws SQLException {
        pipeline.sql("alter publication " + slot + " drop table mutes");
        assertEnds(Category.FATAL, "leaves out public.mutes", "./tidemark setup");
    }

    @Test
    void a_table_that_was_taken_out_of_the_publication_for_a_while() throws SQLException {
        pipeline.stopCapture();
        pipeline.sql("alter publication " + slot + " drop table mutes", "delete from mutes");
        pipeline.sql("alter publication " + slot + " add table mutes");
        pipeline.startCapture();
        assertEnds(Category.POSITION_LOST, "table public.mutes was recreated, or left out of the publication");
    }

    @Test
    void a_table_that_was_made_again_while_it_was_captured() throws SQLException {
        pipeline.sql(
                "create table made_again (like mutes including all)",
                "drop table mutes",
                "alter table made_again rename to mutes",
                "alter publication " + slot + " add table mutes");
        assertEnds(Category.POSITION_LOST, "table public.mutes was recreated", "--resnapshot");
    }

    @Test
    void a_publication_that_leaves_out_deletes() throws SQLException {
        pipeline.sql("alter publication " + slot + " set (publish = 'insert, update')");
        assertEnds(Category.FATAL, "leaves out kinds of change", "ALTER PUBLICATION");
    }

    /** Seen: 99 deletes were lost, and the tidemark moved on. */
    @Test
    void a_publication_that_left_out_deletes_for_a_moment() throws SQLException {
        pipeline.sql(
                "alter publication " + slot + " set (publish = 'insert')",
                "delete from mutes",
                "alter publication " + slot + " set (publish = 'insert, update, delete, truncate')");
        assertEnds(Category.POSITION_LOST, "the publication or its replica identity was changed", "--resnapshot");
    }

    /** The log has changes under the name that a table had at that moment, and the engine passes over names it does not know. */
    @Test
    void a_table_that_had_another_name_for_a_moment() throws SQLException {
        pipeline.sql(
                "alter table users rename to users_before",
                "update users_before set username = 'unseen' where username = 'ian'",
                "alter table users_before rename to users");
        assertEnds(Category.POSITION_LOST, "table public.users", "had another name", "--resnapshot");
    }

    @Test
    void a_table_that_was_in_another_schema_while_the_capture_was_off() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        pipeline.sql("create schema elsewhere", "alter table users set schema elsewhere");
        pipeline.sql("delete from elsewhere.users where username = 'ian'");
        pipeline.sql("alter table elsewhere.users set schema public");
        pipeline.startCapture();
        assertEnds(Category.POSITION_LOST, "table public.users", "had another name", "--resnapshot");
    }

    @Test
    void a_publication_of_a_schema_that_left_it_out_for_a_moment() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        pipeline.sql("drop publication " + slot, "create publication " + slot + " for tables in schema public");
        pipeline.startCapture(true);
        pipeline.awaitCaptured();
        pipeline.sql(
                "alter publication " + slot + " drop tables in schema public",
                "delete from mutes",
                "alter publication " + slot + " add tables in schema public");
        assertEnds(Category.POSITION_LOST, "the publication or its replica identity was changed", "--resnapshot");
    }

    @Test
    void a_replica_identity_that_was_another_for_a_moment_while_the_capture_was_off() throws SQLException {
        pipeline.stopCaptureAndFreeSlot();
        pipeline.sql(
                "alter table users replica identity using index users_username_key",
                "delete from users where username = 'ian'",
                "alter table users replica identity default");
        pipeline.startCapture();
        assertEnds(Category.POSITION_LOST, "table public.users", "its replica identity was changed", "--resnapshot");
    }

    @Test
    void what_an_administrator_does_to_tables_is_no_loss() throws SQLException {
        rewritten(point -> {
            Map<String, String> before = new HashMap<>(point.source().tables());
            before.replaceAll((table, identity) -> identity.substring(0, identity.indexOf('/')));
            return new ResumePoint(
                    "before",
                    new Source(point.source().systemIdentifier(), point.source().database(), before),
                    point.position(),
                    point.ends());
        });
        pipeline.sql("create table other (id integer primary key)", "alter publication " + slot + " add table other");
        pipeline.sqlAlone("create unique index concurrently another on users (username, id)");
        pipeline.sqlAlone("reindex index concurrently users_username_key");
        pipeline.sqlAlone("vacuum freeze analyze users");
        pipeline.sqlAlone("cluster users using users_username_key");
        pipeline.sqlAlone("vacuum full users");
        pipeline.sql(
                "alter table users add column note text",
                "grant select on users to public",
                "alter table users alter column note set statistics 10",
                "delete from users where username = 'ian'");
        await().during(Duration.ofSeconds(5))
                .atMost(DEADLINE)
                .until(() -> !pipeline.capture().hasEnded());
        pipeline.awaitCaptured();
    }

    @Test
    void a_registry_that_came_back_with_other_ids() throws SQLException {
        rewritten(point -> {
            Map<String, Integer> ids = new HashMap<>(point.keySchemas());
            ids.replaceAll((topic, id) -> id + 1_000);
            return point.with(ids);
        });
        pipeline.sql("update users set updated_at = now()");
        assertEnds(Category.FATAL, "the schema registry has id", "rows would have two keys", "./tidemark move --to");
    }

    @Test
    void a_new_snapshot_over_other_partitions() {
        String topic = new TableTopics(pipeline.settings()).name("users");
        pipeline.stopCaptureAndFreeSlot();
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            KafkaCalls.get(
                    "create partitions",
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                            .all());
        }
        pipeline.startCapture(true);
        assertEnds(Category.FATAL, topic + " has 2 partitions, and had 1", "./tidemark move --to");
    }

    @Test
    void a_server_on_a_timeline_that_does_not_follow() {
        rewritten(point -> new ResumePoint(
                "timeline",
                new Source(
                        point.source().systemIdentifier(),
                        point.source().database(),
                        point.source().tables(),
                        99),
                point.position(),
                point.ends()));
        assertEnds(Category.POSITION_LOST, "which does not follow timeline 99", "--resnapshot");
    }

    @Test
    void a_topic_that_is_made_again_while_it_is_written() throws SQLException {
        KafkaSettings kafka = pipeline.settings().kafka();
        String topic = new TableTopics(pipeline.settings()).name("users");
        try (Admin admin = KafkaAdmin.open(kafka.client())) {
            KafkaCalls.get("delete", admin.deleteTopics(List.of(topic)).all());
            await().atMost(DEADLINE)
                    .until(() ->
                            !KafkaCalls.get("list", admin.listTopics().names()).contains(topic));
        }
        pipeline.setup();
        pipeline.sql("update users set updated_at = now()");
        assertEnds(Category.POSITION_LOST, topic, "was recreated", "--resnapshot");
    }

    @Test
    void a_replica_identity_that_says_too_little() throws SQLException {
        pipeline.sql("alter table users replica identity nothing");
        assertEnds(Category.FATAL, "public.users", "REPLICA IDENTITY DEFAULT");
    }

    @Test
    void a_progress_topic_that_was_lost_while_the_slot_stayed() throws SQLException {
        pipeline.stopCapture();
        try (TestPipeline other = TestPipeline.open("lost")) {
            new SocialDatabase(other.settings().database()).create();
            other.setup();
            String foreign = other.settings().capture().slotName();
            other.sql("select pg_create_logical_replication_slot('" + foreign + "', 'pgoutput')");
            other.startCapture();
            assertThatThrownBy(() -> other.capture().awaitEnd())
                    .hasMessageContaining("replication slot " + foreign + " exists, but")
                    .hasMessageContaining("holds no resume point");
        }
    }

    private void rewritten(UnaryOperator<ResumePoint> change) {
        pipeline.stopCapture();
        CaptureSettings settings = pipeline.settings().capture();
        try (TransactionalPublisher publisher = new TransactionalPublisher(settings)) {
            publisher.begin(change.apply(publisher.takeOver().orElseThrow()), Instant.EPOCH);
        }
        pipeline.startCapture();
    }

    private Optional<ReplicationSlot> find() throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            return ReplicationSlot.find(connection, slot);
        }
    }

    private void assertEnds(Category category, String... words) {
        CaptureApp capture = pipeline.capture();
        await().atMost(SOON).until(capture::hasEnded);
        assertThatThrownBy(capture::awaitEnd).isInstanceOfSatisfying(TidemarkException.class, e -> {
            assertThat(e.category()).isEqualTo(category);
            assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
            assertThat(e).hasMessageContainingAll(words);
        });
    }
}
