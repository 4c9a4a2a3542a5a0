package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.publish.PartitionsMessage;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.PartitionTree;
import io.tidemark.postgres.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables partitioned by hash, range, list and on two levels are one table each, in topics and graph. */
@Tag("slow")
@Timeout(300)
final class PartitionedTablesIT {

    private static final String MAPPED = """
            nodes:
              - { table: accounts, label: Account, key: id, properties: [name, note], absentWhen: closed_at }
              - { table: places, label: Place, key: code, properties: [name] }
              - { table: posts, label: Post, key: id, properties: [title] }
            edges:
              - { table: knows, type: KNOWS, from: { column: from_id, label: Account }, to: { column: to_id, label: Account }, properties: [since] }
            """;

    private static final String[] TABLES = {
        "create table accounts (id bigint primary key, name text, note text, closed_at timestamptz) partition by hash (id)",
        "create table accounts_0 partition of accounts for values with (modulus 2, remainder 0)",
        "create table accounts_1 partition of accounts for values with (modulus 2, remainder 1)",
        "create table places (code text primary key, name text) partition by list (code)",
        "create table places_a partition of places for values in ('at', 'be')",
        "create table places_rest partition of places default",
        "create table posts (id bigint primary key, title text) partition by range (id)",
        "create table posts_low partition of posts for values from (0) to (1000)",
        "create table posts_high partition of posts for values from (1000) to (2000) partition by hash (id)",
        "create table posts_high_0 partition of posts_high for values with (modulus 2, remainder 0)",
        "create table posts_high_1 partition of posts_high for values with (modulus 2, remainder 1)",
        "create table posts_rest partition of posts default",
        "create table knows (from_id bigint, to_id bigint, since date, primary key (from_id, to_id)) partition by range (from_id)",
        // its columns are in another order than the table's, and one is dropped
        "create table knows_low (dropped int, since date, to_id bigint not null, from_id bigint not null)",
        "alter table knows_low drop column dropped",
        "alter table knows attach partition knows_low for values from (minvalue) to (10)",
        "create table knows_rest partition of knows default"
    };

    private static final String[] ROWS = {
        "insert into accounts select i, 'account ' || i, null, case when i % 10 = 0 then now() end from generate_series(1, 100) i",
        "update accounts set note = (select string_agg(md5(i::text), '') from generate_series(1, 2000) i) where id = 7",
        "insert into places values ('at', 'Austria'), ('be', 'Belgium'), ('ch', 'Switzerland')",
        "insert into posts select i, 'post ' || i from generate_series(900, 2100, 50) i",
        "insert into knows select i, i + 1, '2026-01-01' from generate_series(1, 20) i"
    };

    @TempDir
    private Path folder;

    @Test
    void a_partitioned_table_is_one_table_from_the_snapshot_to_the_repair() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("partitioned", Map.of(TestPipeline.MAPPING, MAPPED))) {
            pipeline.sql(TABLES);
            pipeline.sql(ROWS);
            String publication = pipeline.settings().capture().publicationName();
            pipeline.sql("create publication " + publication + " for table only places");
            pipeline.startCapture();
            assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                    .isInstanceOf(TidemarkException.class)
                    .hasMessageContaining("publishes each partition of")
                    .hasMessageContaining("SET (publish_via_partition_root = true)");
            assertThat(pipeline.setup()).contains("extended  publication " + publication);

            pipeline.started();
            assertThat(pipeline.graph("MATCH (:Account)-[k:KNOWS]->() RETURN count(k)"))
                    .isEqualTo(20L - 2);

            pipeline.sql(
                    "update accounts set name = 'changed' where id % 3 = 0",
                    "update accounts set closed_at = now() where id = 7",
                    "update accounts set closed_at = null where id = 7",
                    "delete from accounts where id = 100",
                    // from one partition to another
                    "update knows set from_id = 40 where from_id = 5",
                    "update places set code = 'de', name = 'Germany' where code = 'be'",
                    "update posts set id = id + 1001 where id = 950",
                    // a value that is not in the log stays
                    "update accounts set name = 'large' where id = 7",
                    "insert into posts values (1999, 'late'), (-5, 'negative'), (5000, 'far')");
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();
            assertThat(pipeline.graph("MATCH (p:Post) WHERE p.id IN [950, 1951] RETURN collect(p.id)"))
                    .asString()
                    .isEqualTo("[1951]");

            pipeline.sql("truncate posts");
            pipeline.sql("insert into posts values (1, 'first')");
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();

            Reconciler reconciler = new Reconciler(pipeline, folder);
            assertThat(reconciler.run("verify").out()).contains("in sync");
            pipeline.graph("MATCH (p:Place {code: 'ch'}) SET p.name = 'elsewhere' RETURN 1");
            pipeline.graph("MATCH (:Account)-[k:KNOWS]->({id: 3}) DELETE k RETURN 1");
            assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
            assertThat(reconciler.run("repair", "--execute").exitCode()).isZero();
            assertThat(reconciler.run("verify").exitCode()).isZero();
            assertThat(reconciler.run("backfill", "--table=public.posts").exitCode())
                    .isZero();
            assertThat(pipeline.differences()).isEmpty();
        }
    }

    @Test
    void rows_come_and_leave_with_their_partition_while_the_capture_runs_and_while_it_does_not() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("partitions", Map.of(TestPipeline.MAPPING, MAPPED));
                LogLines log = LogLines.record()) {
            pipeline.sql(TABLES);
            pipeline.sql(ROWS);
            pipeline.setup();
            pipeline.started();

            pipeline.sql("create table posts_new partition of posts for values from (6000) to (7000)");
            pipeline.sql("insert into posts values (6001, 'in an empty partition')");
            pipeline.sql("alter table posts detach partition posts_low");
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (p:Post) WHERE p.id < 1000 RETURN count(p)"))
                    .isEqualTo(0L);
            pipeline.sql(
                    "insert into posts_low values (1, 'beside the table')",
                    "alter table posts attach partition posts_low for values from (0) to (1000)",
                    "update posts set title = 'attached' where id = 900");
            pipeline.sql("truncate posts_high_0");
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (p:Post {id: 1}) RETURN count(p)")).isEqualTo(1L);
            pipeline.sql("drop table knows_low");
            pipeline.awaitEqual();

            pipeline.stopCaptureAndFreeSlot();
            pipeline.sql(
                    "alter table posts detach partition posts_high",
                    "insert into posts values (1005, 'in the default partition')",
                    "drop table places_a",
                    "create table knows_low partition of knows for values from (minvalue) to (10)",
                    "insert into knows values (1, 90, now())");
            pipeline.startCapture();
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (p:Post) WHERE p.id >= 1000 AND p.id < 2000 RETURN collect(p.id)"))
                    .asString()
                    .isEqualTo("[1005]");
            assertThat(new Reconciler(pipeline, folder).run("verify").exitCode())
                    .isZero();

            pipeline.stopCaptureAndFreeSlot();
            pipeline.sql("alter table posts detach partition posts_new");
            announcePartitions(pipeline);
            pipeline.sql(
                    "insert into posts values (2, 'of a partition that is gone when this is read')",
                    "alter table posts detach partition posts_low");
            pipeline.startCapture();
            pipeline.awaitTidemark();
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (p:Post) WHERE p.id < 1000 OR p.id = 6001 RETURN count(p)"))
                    .as("a capture that is behind reads again for each change, also for one that it has yet to reach")
                    .isEqualTo(0L);

            pipeline.awaitCaptured();
            pipeline.stopCaptureAndFreeSlot();
            pipeline.sql("alter table posts attach partition posts_low for values from (0) to (1000)");
            pipeline.sql("insert into posts values (3, 'of a partition that came and went unseen')");
            pipeline.sql("alter table posts detach partition posts_low");
            pipeline.startCapture();
            pipeline.awaitTidemark();
            pipeline.awaitEqual();

            pipeline.sql("create table posts_next partition of posts for values from (8000) to (9000)");
            long read = readAgain(log);
            pipeline.sql("insert into posts values (8001, 'next')");
            pipeline.awaitCaptured();
            pipeline.stopCaptureAndFreeSlot();
            pipeline.startCapture();
            pipeline.sql("alter table accounts_0 replica identity nothing");
            assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                    .hasMessageContaining(
                            "partition public.accounts_0 of table public.accounts has a replica identity");
            assertThat(readAgain(log))
                    .as("an empty partition is no reason to read the table")
                    .isEqualTo(read);
        }
    }

    /** Does what a running capture does when it sees that partitions have changed. */
    private static void announcePartitions(TestPipeline pipeline) throws SQLException {
        TableName posts = TableName.parse("public.posts");
        try (Connection connection = Connections.open(pipeline.settings().database())) {
            String partitions = Objects.requireNonNull(
                    PartitionTree.of(connection, Set.of(posts)).get(posts));
            Query.execute(
                    connection,
                    "select pg_logical_emit_message(true, ?, ?)",
                    PartitionsMessage.PREFIX,
                    new PartitionsMessage(posts.toString(), partitions).text());
        }
    }

    private static long readAgain(LogLines log) {
        return log.messages().stream()
                .filter(line -> line.contains("the table is read again"))
                .count();
    }
}
