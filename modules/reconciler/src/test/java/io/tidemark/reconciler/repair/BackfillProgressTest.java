package io.tidemark.reconciler.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.postgres.KeyRanges.Range;
import io.tidemark.reconciler.repair.Backfill.TableProgress;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillProgressTest {

    private static final TableName USERS = TableName.parse("users");
    private static final TableName FOLLOWS = TableName.parse("follows");
    private static final List<TableName> TABLES = List.of(USERS, FOLLOWS);
    private static final Origin ORIGIN = new Origin("tidemark", "1", "social", "graph", "mapping");

    @TempDir
    private Path folder;

    private StateFolder state;

    @BeforeEach
    void open() {
        state = StateFolder.open(folder);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void it_goes_on_in_the_middle_of_a_table() {
        BackfillProgress first = begun();
        first.begin(USERS);
        first.passed(new Range(List.of(), List.of("5"), 4));
        BackfillProgress second = resumed();
        assertThat(second.isDone(USERS)).isFalse();
        assertThat(second.begin(USERS)).isEqualTo(new TableProgress(USERS, 4, 1));
        assertThat(second.from()).containsExactly("5");
        second.passed(new Range(List.of("5"), List.of(), 2));
        assertThat(second.done()).containsExactly(new TableProgress(USERS, 6, 2));
    }

    @Test
    void it_goes_on_with_the_next_table_when_one_is_done() {
        BackfillProgress first = begun();
        first.begin(USERS);
        first.passed(new Range(List.of(), List.of(), 4));
        BackfillProgress second = resumed();
        assertThat(second.isDone(USERS)).isTrue();
        assertThat(second.isDone(FOLLOWS)).isFalse();
        assertThat(second.begin(FOLLOWS)).isEqualTo(new TableProgress(FOLLOWS, 0, 0));
        assertThat(second.from()).isEmpty();
    }

    @Test
    void one_that_was_stopped_at_once_begins() {
        begun();
        assertThat(resumed().isDone(USERS)).isFalse();
        assertThat(resumed().done()).isEmpty();
    }

    private BackfillProgress begun() {
        BackfillProgress progress = BackfillProgress.of(ORIGIN, TABLES, Optional.empty(), state);
        progress.keep();
        return progress;
    }

    private BackfillProgress resumed() {
        return BackfillProgress.of(ORIGIN, TABLES, Optional.of(BackfillCheckpoint.read(state, ORIGIN, TABLES)), state);
    }
}
