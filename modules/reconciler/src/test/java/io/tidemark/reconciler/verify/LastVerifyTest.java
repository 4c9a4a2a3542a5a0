package io.tidemark.reconciler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastVerifyTest {

    private static final Origin ORIGIN = new Origin("p", "1", "d", "g", "m");
    private static final Instant BEGAN = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    private Path folder;

    /** The overdue alarm goes by the file of the last whole comparison. */
    @Test
    void a_comparison_of_what_was_written_since_is_no_whole_one_but_the_next_can_begin_from_it() {
        try (StateFolder state = StateFolder.open(folder)) {
            Verify.Result all = new Verify.Result(new Verify.Scope.All().words(), BEGAN, BEGAN, List.of());
            new LastVerify(ORIGIN, all, 5, true).write(state, true);
            Verify.Scope since = new Verify.Scope.WrittenSince(5);
            Instant later = BEGAN.plusSeconds(60);
            new LastVerify(ORIGIN, new Verify.Result(since.words(), later, later, List.of()), 9, true)
                    .write(state, false);
            assertThat(state.read("last-whole-verify.json", LastVerify.class)
                            .orElseThrow()
                            .result()
                            .ended())
                    .isEqualTo(BEGAN);
            assertThat(LastVerify.read(state).orElseThrow().result().ended()).isEqualTo(later);
            assertThat(LastVerify.checkpoint(state, ORIGIN)).isEqualTo(9);
        }
    }
}
