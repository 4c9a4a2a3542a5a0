package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A write to Postgres appears in Neo4j. */
final class WholePathIT {

    private static final String ALICE = "'00000000-0000-0000-0000-000000000001'";
    private static final String BOB = "'00000000-0000-0000-0000-000000000002'";
    private static final String IAN = "'00000000-0000-0000-0000-000000000009'";
    private static final String NEW = "'00000000-0000-0000-0000-0000000000ff'";

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("path");

    private final TestPipeline pipeline = RUNNING.pipeline();

    @Test
    void the_sample_graph_arrives_whole() {
        assertThat(pipeline.graph("MATCH (n:User) RETURN count(n)")).isEqualTo(10L);
        assertThat(pipeline.graph("MATCH (:User)-[r:FOLLOWS]->(:User) RETURN count(r)"))
                .isEqualTo(17L);
        assertThat(pipeline.graph("MATCH (:User)-[r:MUTES]->(:User) RETURN count(r)"))
                .isEqualTo(2L);
        assertThat(pipeline.graph("MATCH (:User)-[r:BLOCKS]->(:User) RETURN count(r)"))
                .isEqualTo(1L);
        assertThat(
                        pipeline.graph(
                                "MATCH (f:User)-[:FOLLOWS]->(:User {username: 'alice'}) WITH f ORDER BY f.username RETURN collect(f.username)"))
                .isEqualTo(List.of("bob", "charlie", "diana", "evan", "fiona", "george", "hannah"));
    }

    @Test
    void every_kind_of_write_is_followed() throws SQLException {
        pipeline.sql("update users set username = 'alicia', updated_at = now() where id = " + ALICE);
        pipeline.sql("delete from follows where follower_id = " + BOB + " and following_id = " + ALICE);
        pipeline.sql(
                "insert into users (id, username) values (" + NEW + ", 'newcomer')",
                "insert into follows (follower_id, following_id) values (" + NEW + ", " + ALICE + ")");
        pipeline.sql("update follows set following_id = " + BOB + " where follower_id = " + NEW);
        pipeline.awaitEqual();
        pipeline.sql("delete from users where id = " + BOB);
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:UserRef) WHERE NOT n:User RETURN count(n)"))
                .isEqualTo(0L);
        assertThat(pipeline.graph("MATCH (n:User {username: 'alicia'}) RETURN count(n)"))
                .isEqualTo(1L);
    }

    @Test
    void a_soft_deleted_user_keeps_its_relationships_but_is_no_user() throws SQLException {
        pipeline.sql("update users set deleted_at = now() where id = " + ALICE);
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:User) RETURN count(n)")).isEqualTo(9L);
        assertThat(pipeline.graph("MATCH (n:UserRef {id: " + ALICE
                        + "})<-[r:FOLLOWS]-() WHERE n.username IS NULL RETURN count(r)"))
                .isEqualTo(7L);
        assertThat(pipeline.graph("MATCH (:User)-[r:FOLLOWS]->(:User) RETURN count(r)"))
                .isEqualTo(8L);
        pipeline.sql("update users set deleted_at = null where id = " + ALICE);
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (:User)-[r:FOLLOWS]->(:User) RETURN count(r)"))
                .isEqualTo(17L);
    }

    @Test
    void a_changed_primary_key_moves_the_node() throws SQLException {
        pipeline.sql(
                "delete from follows where follower_id = " + IAN + " or following_id = " + IAN,
                "update users set id = " + NEW + " where id = " + IAN);
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:UserRef {id: " + IAN + "}) RETURN count(n)"))
                .isEqualTo(0L);
    }

    @Test
    void both_apps_go_on_where_they_were() throws SQLException {
        long applied = pipeline.applied();
        pipeline.stopCapture();
        pipeline.stopSink();
        pipeline.sql("insert into users (id, username) values (" + NEW + ", 'meanwhile')");
        pipeline.sql("delete from mutes");
        pipeline.startSink();
        pipeline.startCapture();
        pipeline.awaitEqual();
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.applied() == applied + 3);
    }

    @Test
    void an_emptied_graph_is_read_again_from_the_topics() throws SQLException {
        pipeline.stopCapture();
        pipeline.stopSink();
        pipeline.driver().executableQuery("MATCH (n) DETACH DELETE n").execute();
        pipeline.startSink();
        pipeline.awaitEqual();
    }

    @Test
    void setup_names_what_it_made_and_what_was_there() throws SQLException {
        assertThat(pipeline.setup()).hasSize(13).allMatch(line -> line.startsWith("was there "));
    }
}
