package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.repair.Backfill;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.run.TidemarkStalledException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backfill mends what is missing or different, a range at a time. */
@Timeout(120)
final class BackfillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int USERS = 500;

    @TempDir
    private Path folder;

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social(
            "backfill",
            "alter table mutes drop constraint mutes_pkey",
            "alter table mutes add primary key (muted_id, muter_id)");

    private final Reconciling test = Reconciling.of(RUNNING);
    private StateFolder state;

    @BeforeEach
    void open() throws SQLException {
        state = StateFolder.open(folder);
        test.pipeline()
                .sql("insert into users (id, username) select gen_random_uuid(), 'user' || n from generate_series(1, "
                        + USERS + ") n");
        test.pipeline().sql("""
            insert into follows (follower_id, following_id)
            select a.id, b.id from users a join users b on b.username = 'alice'
             where a.username like 'user%'""");
        test.pipeline().awaitEqual();
    }

    @AfterEach
    void close() {
        test.close();
        state.close();
    }

    @Test
    void what_is_missing_or_different_is_mended_in_every_table() throws Exception {
        test.damage("MATCH ()-[r:FOLLOWS|MUTES|BLOCKS]->() DELETE r");
        test.damage("MATCH (n:User) SET n.username = 'someone else'");
        test.damage("MATCH (n:User) WITH n LIMIT 100 REMOVE n:User");
        assertThat(test.pipeline().differences()).hasSize(4);
        Backfill.Result result = backfill(plan(test.sides().mapping().elements(), 100), Observer.NONE, new Stop())
                .run(false);
        assertThat(test.pipeline().differences()).isEmpty();
        assertThat(result.tables())
                .extracting(Backfill.TableProgress::rows)
                .containsExactly(USERS + 10L, USERS + 17L, 2L, 1L);
        assertThat(result.tables()).extracting(Backfill.TableProgress::chunks).containsExactly(6L, 6L, 1L, 1L);
        assertThat(folder.resolve("backfill.checkpoint.json")).doesNotExist();
    }

    @Test
    void a_key_whose_columns_are_in_another_order_than_the_mapping_has_them_is_cut_in_its_own() throws Exception {
        test.pipeline()
                .sql(
                        "insert into mutes (muter_id, muted_id) select follower_id, following_id from follows on conflict do nothing");
        test.pipeline().awaitEqual();
        test.damage("MATCH ()-[r:MUTES]->() DELETE r");
        ElementMapping mutes = test.sides().mapping().edges().get(1);
        assertThat(test.sides().table(mutes).primaryKey()).containsExactly("muted_id", "muter_id");
        backfill(plan(List.of(mutes), 50), Observer.NONE, new Stop()).run(false);
        assertThat(test.pipeline().differences()).isEmpty();
    }

    @Test
    void stopped_it_goes_on_behind_what_the_graph_has() throws Exception {
        ElementMapping follows = test.sides().mapping().edges().get(0);
        Stop stop = new Stop();
        Backfill first = backfill(
                new Backfill.Plan(List.of(follows), 50, 0, Duration.ofMinutes(1), 0),
                Reconciling.stoppingAfter(3, stop),
                stop);
        assertThatThrownBy(() -> first.run(false)).isInstanceOf(StoppedException.class);
        test.damage("MATCH ()-[r:FOLLOWS]->() DELETE r");
        Backfill.Result result =
                backfill(plan(List.of(follows), 50), Observer.NONE, new Stop()).run(true);
        assertThat(result.rows()).isEqualTo(USERS + 17L);
        assertThat(test.count("MATCH ()-[r:FOLLOWS]->() RETURN count(r)"))
                .isGreaterThanOrEqualTo(USERS + 17L - 7 * 50)
                .isLessThanOrEqualTo(USERS + 17L - 3 * 50);
        backfill(plan(List.of(follows), 1_000), Observer.NONE, new Stop()).run(false);
        assertThat(test.pipeline().differences()).isEmpty();
    }

    @Test
    void what_nobody_answers_is_said_and_can_be_gone_on_with() throws Exception {
        test.pipeline().stopCapture();
        test.damage("MATCH ()-[r:FOLLOWS]->() DELETE r");
        ElementMapping follows = test.sides().mapping().edges().get(0);
        Stop stop = new Stop();
        Backfill unanswered = new Backfill(
                new Session(test.sides(), state, test.wait(Duration.ofSeconds(3), stop), Observer.NONE, stop),
                plan(List.of(follows), 100));
        assertThatThrownBy(() -> unanswered.run(false))
                .isInstanceOf(TidemarkStalledException.class)
                .hasMessageContaining("start ./tidemark capture");
        test.pipeline().startCapture();
        assertThat(backfill(plan(List.of(follows), 100), Observer.NONE, new Stop())
                        .run(true)
                        .rows())
                .isEqualTo(USERS + 17L);
        assertThat(test.pipeline().differences()).isEmpty();
    }

    @Test
    void a_checkpoint_that_does_not_fit_is_refused() throws Exception {
        List<ElementMapping> all = test.sides().mapping().elements();
        requireUsage(all, "there is no checkpoint");
        Files.writeString(folder.resolve("backfill.checkpoint.json"), "{");
        requireUsage(all, "cannot be read");
        Files.writeString(folder.resolve("backfill.checkpoint.json"), "{}");
        requireUsage(all, "is not whole");
        Stop stop = new Stop();
        stop.ask();
        assertThatThrownBy(() -> backfill(plan(all, 10), Observer.NONE, stop).run(false))
                .isInstanceOf(StoppedException.class);
        requireUsage(all.subList(1, 2), "name the same tables");
        String foreign = Files.readString(folder.resolve("backfill.checkpoint.json"))
                .replace(test.pipeline().settings().prefix(), "foreign");
        Files.writeString(folder.resolve("backfill.checkpoint.json"), foreign);
        requireUsage(all, "of prefix foreign");
    }

    private void requireUsage(List<ElementMapping> elements, String message) {
        assertThatThrownBy(() ->
                        backfill(plan(elements, 10), Observer.NONE, new Stop()).run(true))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void an_estimate_asks_for_nothing() throws Exception {
        test.pipeline().sql("analyze");
        long applied = test.pipeline().applied();
        Backfill.Estimate estimate = backfill(plan(test.sides().mapping().elements(), 100), Observer.NONE, new Stop())
                .estimate(100);
        assertThat(estimate.rows()).isEqualTo(2L * USERS + 30);
        assertThat(estimate.time()).isEqualTo(Duration.ofSeconds(11));
        assertThat(estimate.tables()).extracting(Backfill.TableEstimate::chunks).containsExactly(6L, 6L, 1L, 1L);
        assertThat(test.pipeline().applied()).isEqualTo(applied);
    }

    private static Backfill.Plan plan(List<ElementMapping> elements, int chunkRows) {
        return new Backfill.Plan(elements, chunkRows, 1 << 20, Duration.ZERO, 0);
    }

    private Backfill backfill(Backfill.Plan plan, Observer observer, Stop stop) {
        return new Backfill(new Session(test.sides(), state, test.wait(PATIENCE, stop), observer, stop), plan);
    }
}
