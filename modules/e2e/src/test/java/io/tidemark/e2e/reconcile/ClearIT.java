package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.concurrent.Retries;
import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.graphstore.GraphClear;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clear takes what is mapped and nothing else, whatever stops it. */
@Timeout(120)
final class ClearIT {

    private static final String MAPPED = "MATCH (n) WHERE n:User OR n:UserRef RETURN count(n)";
    private static final String POSITIONS =
            "MATCH (n) WHERE n:Tidemark OR n:TidemarkWatermark OR n:TidemarkHold RETURN count(n)";

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("clear");

    private final Reconciling test = Reconciling.of(RUNNING);

    @AfterEach
    void close() {
        test.damage("MATCH (n:Film|Page) DETACH DELETE n");
        test.close();
    }

    @Test
    void all_that_is_mapped_goes_and_the_sink_fills_it_again() {
        test.pipeline().stopSink();
        Clear.Plan plan = clear().plan();
        assertThat(plan.parts()).extracting(Clear.Part::going).containsExactly(17L, 2L, 1L, 10L);
        Clear.Result result = clear().run();
        assertThat(result.parts()).extracting(Clear.Part::going).containsExactly(17L, 2L, 1L, 10L);
        assertThat(result.parts()).allMatch(part -> part.left().isEmpty());
        assertThat(test.count("MATCH (n) RETURN count(n)")).isZero();
        assertThat(clear().run().gone()).isZero();
        test.pipeline().startSink();
        test.pipeline().awaitEqual();
    }

    @Test
    void what_others_put_into_the_database_survives() {
        test.pipeline().stopSink();
        test.damage("""
            MATCH (alice:User {username: 'alice'}), (bob:User {username: 'bob'}), (charlie:User {username: 'charlie'})
            CREATE (alice)-[:LIKES {stars: 5}]->(:Film {name: 'a film'}), (:Film {name: 'another'})
            SET bob:Admin, charlie.score = 7
            CREATE (:User {id: 'no reference'})-[:FOLLOWS]->(:Page {name: 'a page'})""");
        assertThat(clear().plan().parts().get(3).going()).isEqualTo(7);
        Clear.Result result = clear().run();
        Clear.Part users = result.parts().get(3);
        assertThat(users.going()).isEqualTo(7);
        assertThat(users.staying()).isEqualTo(new GraphClear.Staying(3, 0, 1, 1, 1));
        assertThat(users.strays()).isEqualTo(1);
        assertThat(users.left()).hasSize(2);
        assertThat(result.parts().get(0).strays()).isEqualTo(1);
        assertThat(test.count("MATCH (:UserRef)-[l:LIKES {stars: 5}]->(:Film {name: 'a film'}) RETURN count(l)"))
                .isEqualTo(1);
        assertThat(test.count("MATCH (n:Film) RETURN count(n)")).isEqualTo(2);
        assertThat(test.count("MATCH (n:UserRef:Admin) WHERE n.username IS NULL AND NOT n:User RETURN count(n)"))
                .isEqualTo(1);
        assertThat(test.count("MATCH (n:UserRef {score: 7}) RETURN count(n)")).isEqualTo(1);
        assertThat(test.count("MATCH (:User {id: 'no reference'})-[f:FOLLOWS]->(:Page) RETURN count(f)"))
                .isEqualTo(1);
        assertThat(test.count("MATCH (n:UserRef) RETURN count(n)")).isEqualTo(3);
        assertThat(clear().run().gone()).isZero();
        test.damage("MATCH (n:User {id: 'no reference'}) DETACH DELETE n");
        test.pipeline().startSink();
        test.pipeline().awaitEqual();
        assertThat(test.count("MATCH (:User {username: 'alice'})-[l:LIKES]->(:Film) RETURN count(l)"))
                .isEqualTo(1);
        assertThat(test.count("MATCH (n:User:Admin {username: 'bob'}) RETURN count(n)"))
                .isEqualTo(1);
    }

    @Test
    void stopped_in_the_middle_it_is_held_and_goes_on_when_it_is_run_again() throws SQLException {
        Stop stop = new Stop();
        assertThatThrownBy(() ->
                        test.clear(Reconciling.stoppingAfter(1, stop), stop).run())
                .isInstanceOf(StoppedException.class);
        test.pipeline().sql("insert into users (id, username) values (gen_random_uuid(), 'meanwhile')");
        assertThat(test.count("MATCH ()-[r:FOLLOWS]->() RETURN count(r)")).isZero();
        assertThat(test.count("MATCH (n:User) RETURN count(n)")).isEqualTo(10);
        assertThat(test.sides().tidemark().standing().hold())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("a test began to clear the graph at 2"));
        assertThat(clear().run().gone()).isGreaterThanOrEqualTo(13);
        assertThat(test.sides().tidemark().standing().hold()).isEmpty();
        test.pipeline().awaitEqual();
    }

    @Test
    void a_running_sink_fills_the_graph_again_after_it() {
        assertThat(clear().run().gone()).isGreaterThanOrEqualTo(30);
        test.pipeline().awaitEqual();
    }

    @Test
    void one_that_slept_while_another_ended_removes_nothing_more() {
        test.sides().holds().set("the first");
        GraphClear sleeper = test.sides().graphClear(List.of(), new Retries(() -> true));
        clear().run();
        test.pipeline().awaitEqual();
        assertThatThrownBy(() -> sleeper.remove(test.sides().mapping().edges().get(0), removed -> {}))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("was lifted meanwhile");
        test.pipeline().awaitEqual();
    }

    @Test
    void a_graph_of_another_prefix_is_refused_by_name() {
        try (Endpoints other = Reconciling.sides(test.pipeline().settings(), "other")) {
            for (Runnable attempt : List.<Runnable>of(
                    () -> clear(other).plan(), () -> clear(other).run())) {
                assertThatThrownBy(attempt::run)
                        .isInstanceOfSatisfying(
                                TidemarkException.class,
                                e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                        .hasMessageContaining("holds positions of "
                                + test.pipeline().settings().prefix())
                        .hasMessageNotContaining("\n");
            }
        }
        assertThat(test.count(MAPPED)).isEqualTo(10);
        assertThat(test.count("MATCH (h:TidemarkHold) RETURN count(h)")).isZero();
    }

    /** Both prefixes have positions: each was refused for the other's sake. */
    @Test
    void a_prefix_that_is_gone_can_be_forgotten() {
        test.pipeline().stopSink();
        test.damage(
                "CREATE (:Tidemark {prefix: 'old', lsn: '0/1', lsnBytes: 1}),"
                        + " (:TidemarkWatermark {topic: 'old.public.users', partition: 0, topicId: 't', offset: 1, changes: 1})");
        assertThatThrownBy(() -> clear().run()).hasMessageContaining("clear --forget old");
        assertThatThrownBy(() -> forgetting("other").run()).hasMessageContaining("holds positions of old");
        assertThatThrownBy(() -> forgetting(test.pipeline().settings().prefix()))
                .hasMessageContaining("own prefix");
        assertThat(forgetting("old").run().gone()).isEqualTo(30);
        assertThat(test.count(POSITIONS)).isZero();
        assertThat(test.count(MAPPED)).isZero();
        test.damage("CREATE (:Tidemark {prefix: 'old', lsn: '0/1', lsnBytes: 1}), (:User:UserRef {id: 'of old'})");
        assertThat(forgetting("old").run().gone()).isEqualTo(1);
        assertThat(test.count(POSITIONS)).isZero();
        test.pipeline().startSink();
        test.pipeline().awaitEqual();
    }

    private Clear forgetting(String prefix) {
        return new Clear(test.sides(), "a test", Observer.NONE, new Stop(), Optional.of(prefix));
    }

    @Test
    void a_graph_that_says_nothing_of_a_pipeline_is_refused() {
        test.pipeline().stopSink();
        test.damage("MATCH (n) WHERE n:Tidemark OR n:TidemarkWatermark DELETE n");
        assertThatThrownBy(() -> clear().run())
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("nothing in this graph says that it belongs to");
        assertThat(test.count(MAPPED)).isEqualTo(10);
        assertThat(test.count(POSITIONS)).isZero();
    }

    private Clear clear() {
        return clear(test.sides());
    }

    private static Clear clear(Endpoints sides) {
        return new Clear(sides, "a test", Observer.NONE, new Stop());
    }
}
