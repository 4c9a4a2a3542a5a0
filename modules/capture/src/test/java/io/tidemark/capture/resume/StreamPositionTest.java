package io.tidemark.capture.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.resume.Position.Streaming;
import io.tidemark.capture.resume.Position.Unfinished;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamPositionTest {

    private static final Lsn START = new Lsn(100);

    private final StreamPosition fresh = new StreamPosition(new Streaming(START, Optional.empty()));
    private final StreamPosition resumed = new StreamPosition(new Streaming(START, Optional.of(new Unfinished(7, 2))));

    @Test
    void moves_from_end_to_end() {
        fresh.begin(7);
        assertThat(fresh.event(7, 1)).isTrue();
        assertThat(fresh.position()).isEqualTo(new Streaming(START, Optional.of(new Unfinished(7, 1))));
        fresh.end(7, new Lsn(200), 1);
        assertThat(fresh.position()).isEqualTo(new Streaming(new Lsn(200), Optional.empty()));
    }

    @Test
    void leaves_out_what_is_published_of_an_unfinished_transaction() {
        assertThat(resumed.position()).isEqualTo(new Streaming(START, Optional.of(new Unfinished(7, 2))));
        resumed.begin(7);
        assertThat(resumed.event(7, 1)).isFalse();
        assertThat(resumed.position()).isEqualTo(new Streaming(START, Optional.of(new Unfinished(7, 2))));
        assertThat(resumed.event(7, 2)).isFalse();
        assertThat(resumed.event(7, 3)).isTrue();
        assertThat(resumed.position()).isEqualTo(new Streaming(START, Optional.of(new Unfinished(7, 3))));
        resumed.end(7, new Lsn(200), 3);
        resumed.begin(8);
        assertThat(resumed.event(8, 1)).isTrue();
    }

    @Test
    void an_unfinished_transaction_that_does_not_come_again_is_told() {
        assertThatThrownBy(() -> resumed.begin(8))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST));
    }

    @Test
    void a_gap_in_a_transaction_is_never_passed_over() {
        fresh.begin(7);
        fresh.event(7, 1);
        assertThatThrownBy(() -> fresh.event(7, 3)).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> fresh.event(8, 2)).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> fresh.end(7, new Lsn(200), 2)).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> fresh.begin(8)).isInstanceOf(TidemarkException.class);
    }

    @Test
    void a_heartbeat_counts_only_between_transactions_and_forwards() {
        assertThat(fresh.quiet(new Lsn(150))).isTrue();
        assertThat(fresh.lsn()).isEqualTo(new Lsn(150));
        assertThat(fresh.quiet(new Lsn(120))).isFalse();
        fresh.begin(7);
        assertThat(fresh.quiet(new Lsn(160))).isFalse();
        assertThat(resumed.quiet(new Lsn(150))).isFalse();
        assertThat(resumed.lsn()).isEqualTo(START);
    }
}
