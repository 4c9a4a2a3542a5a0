package io.tidemark.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.TestSettings;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.ReplicationSlot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SourceCheckTest {

    private static final Source THEN = new Source("71", "app", Map.of("public.users", "1.2", "public.blocks", "3.4"));
    private static final Lsn STOPPED = new Lsn(100);

    private final SourceCheck check = new SourceCheck(TestSettings.sample());

    private static void lost(ThrowingCallable call, String why) {
        fails(call, Category.POSITION_LOST, why);
    }

    private static void fails(ThrowingCallable call, Category category, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(why);
    }

    private static void same(Source now, String why) {
        lost(() -> SourceCheck.requireSame(THEN, now), why);
    }

    private static ReplicationSlot slot(String plugin, int reader, String status, @Nullable Lsn confirmed) {
        return new ReplicationSlot("tidemark", "app", plugin, reader, status, confirmed, 0);
    }

    @Test
    void all_problems_are_named_at_once_each_with_its_fix() {
        assertThatCode(() -> SourceCheck.requireNone(List.of())).doesNotThrowAnyException();
        fails(
                () -> SourceCheck.requireNone(
                        List.of(new Problem("this is wrong", "do so"), new Problem("that", "undo"))),
                Category.FATAL,
                "this is wrong: do so; that: undo");
    }

    @Test
    void another_cluster_or_database_is_another_source() {
        same(new Source("72", "app", THEN.tables()), "system 72, database app, where 71, app was captured");
        same(new Source("71", "other", THEN.tables()), "system 71, database other");
    }

    @Test
    void a_table_that_is_new_or_was_recreated_has_changes_that_were_not_captured() {
        same(new Source("71", "app", Map.of("public.users", "1.9")), "table public.users was recreated");
    }

    @Test
    void a_table_that_is_mapped_no_longer_is_no_loss() {
        assertThatCode(() -> SourceCheck.requireSame(THEN, new Source("71", "app", Map.of("public.users", "1.2"))))
                .doesNotThrowAnyException();
    }

    @Test
    void the_log_continues_where_it_reaches_the_position() {
        Position.Streaming stopped = new Position.Streaming(STOPPED, Optional.empty());
        assertThatCode(() -> SourceCheck.requireContinued(THEN, THEN, stopped, STOPPED))
                .doesNotThrowAnyException();
        lost(
                () -> SourceCheck.requireContinued(THEN, THEN, stopped, new Lsn(99)),
                "Postgres' log ends at 0/63, but was captured up to 0/64");
    }

    @Test
    void the_mapping_does_not_change_within_a_transaction() {
        Position.Streaming half = new Position.Streaming(STOPPED, Optional.of(new Position.Unfinished(7, 1)));
        Source fewer = new Source("71", "app", Map.of("public.users", "1.2"));
        fails(
                () -> SourceCheck.requireContinued(THEN, fewer, half, STOPPED),
                Category.FATAL,
                "the mapping changed from [public.blocks, public.users] to [public.users] while transaction 7");
        assertThatCode(() -> SourceCheck.requireContinued(THEN, THEN, half, STOPPED))
                .doesNotThrowAnyException();
    }

    @Test
    void a_slot_that_stayed_behind_the_position_holds_all_that_follows() {
        for (Lsn confirmed : new Lsn[] {new Lsn(1), STOPPED}) {
            assertThatCode(() -> check.requireSlot(Optional.of(slot("pgoutput", 0, "reserved", confirmed)), STOPPED))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> check.requireSlot(Optional.of(slot("pgoutput", 0, "reserved", null)), STOPPED))
                .as("a slot that is being made")
                .doesNotThrowAnyException();
    }

    @Test
    void a_slot_that_was_dropped_lost_moved_or_replaced_has_a_gap() {
        lost(() -> check.requireSlot(Optional.empty(), STOPPED), "replication slot tidemark was dropped");
        lost(
                () -> check.requireSlot(Optional.of(slot("pgoutput", 0, "lost", STOPPED)), STOPPED),
                "raise max_slot_wal_keep_size");
        lost(
                () -> check.requireSlot(Optional.of(slot("pgoutput", 0, "reserved", new Lsn(101))), STOPPED),
                "was moved to 0/65 by something else, but was captured up to 0/64");
        lost(
                () -> check.requireSlot(Optional.of(slot("test_decoding", 0, "reserved", STOPPED)), STOPPED),
                "has the plugin test_decoding");
    }

    @Test
    void a_slot_that_is_read_belongs_to_another_capture() {
        assertThatThrownBy(() -> SourceCheck.requireFree(Optional.of(slot("pgoutput", 12, "reserved", STOPPED)), "app"))
                .isInstanceOf(StandbyException.class)
                .hasMessageContaining("backend 12");
        assertThatCode(() -> SourceCheck.requireFree(Optional.of(slot("pgoutput", 0, "reserved", STOPPED)), "app"))
                .doesNotThrowAnyException();
        assertThatCode(() -> SourceCheck.requireFree(Optional.empty(), "app")).doesNotThrowAnyException();
    }

    @Test
    void a_slot_of_another_database_is_never_waited_for() {
        fails(
                () -> SourceCheck.requireFree(Optional.of(slot("pgoutput", 12, "reserved", STOPPED)), "shop"),
                Category.FATAL,
                "replication slot tidemark belongs to database app, not to shop: set a TIDEMARK_PREFIX");
        fails(
                () -> SourceCheck.requireFree(Optional.of(slot("pgoutput", 0, "reserved", STOPPED)), "shop"),
                Category.FATAL,
                "SELECT pg_drop_replication_slot('tidemark')");
    }
}
