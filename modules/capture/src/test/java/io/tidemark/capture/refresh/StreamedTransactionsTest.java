package io.tidemark.capture.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class StreamedTransactionsTest {

    @Test
    void a_snapshot_sees_what_ended_before_it() {
        TransactionSnapshot snapshot = TransactionSnapshot.parse("10:20:12,15");
        assertThat(snapshot.sees(9)).isTrue();
        assertThat(snapshot.sees(11)).isTrue();
        assertThat(snapshot.sees(12)).isFalse();
        assertThat(snapshot.sees(15)).isFalse();
        assertThat(snapshot.sees(19)).isTrue();
        assertThat(snapshot.sees(20)).isFalse();
        assertThat(snapshot.sees(21)).isFalse();
        assertThat(TransactionSnapshot.parse("10:20:").running()).isEmpty();
    }

    @Test
    void transaction_ids_wrap_around() {
        long epoch = 1L << 32;
        TransactionSnapshot early = new TransactionSnapshot(3 * epoch + 5, Set.of(3 * epoch + 4, 3 * epoch - 3));
        assertThat(early.sees(epoch - 1)).isTrue();
        assertThat(early.sees(epoch - 3)).isFalse();
        assertThat(early.sees(3)).isTrue();
        assertThat(early.sees(4)).isFalse();
        assertThat(early.sees(5)).isFalse();
        TransactionSnapshot late = new TransactionSnapshot(2 * epoch - 1, Set.of());
        assertThat(late.sees(epoch - 2)).isTrue();
        assertThat(late.sees(3)).as("of the next epoch").isFalse();
    }

    @Test
    void what_was_seen_once_is_forgotten() {
        StreamedTransactions streamed = new StreamedTransactions();
        streamed.add(11);
        streamed.add(12);
        assertThat(streamed.unseen(TransactionSnapshot.parse("10:20:12"))).hasValue(12);
        assertThat(streamed.size()).isEqualTo(1);
        assertThat(streamed.unseen(TransactionSnapshot.parse("13:20:"))).isEmpty();
        assertThat(streamed.size()).isZero();
    }

    @Test
    void it_says_when_there_are_many() {
        StreamedTransactions streamed = new StreamedTransactions();
        for (int id = 1; id < 50_000; id++) {
            assertThat(streamed.add(id)).isFalse();
        }
        assertThat(streamed.add(50_000)).isTrue();
        assertThat(streamed.add(50_001)).isFalse();
        assertThat(streamed.unseen(new TransactionSnapshot(60_000, Set.of()))).isEmpty();
    }
}
