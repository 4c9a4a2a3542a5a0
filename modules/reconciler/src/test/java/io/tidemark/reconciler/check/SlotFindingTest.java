package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.reconciler.check.Finding.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotFindingTest {

    private static final long GIBIBYTE = 1L << 30;

    private static Finding of(int process, String status, long retained) {
        return SlotFinding.of(
                "t",
                "d",
                Optional.of(new ReplicationSlot("t", "d", "pgoutput", process, status, new Lsn(1), retained)),
                true);
    }

    @Test
    void a_slot_that_is_read_and_keeps_little_is_ok() {
        assertThat(of(7, "reserved", 5_000))
                .isEqualTo(Finding.ok("slot", "t is read, wal_status reserved, keeps 4.9 KiB of log"));
    }

    @Test
    void a_slot_that_nobody_reads_or_that_keeps_much_is_a_warning() {
        assertThat(of(0, "reserved", 0).status()).isEqualTo(Status.WARN);
        assertThat(of(7, "extended", GIBIBYTE + 1).status()).isEqualTo(Status.WARN);
        assertThat(of(7, "extended", GIBIBYTE).status()).isEqualTo(Status.OK);
    }

    @Test
    void a_slot_that_is_lost_or_about_to_be_fails() {
        assertThat(of(0, "lost", 0).fix()).contains("--resnapshot");
        assertThat(of(7, "unreserved", 0).status()).isEqualTo(Status.FAIL);
    }

    @Test
    void a_slot_that_is_missing_fails_only_when_there_was_one() {
        assertThat(SlotFinding.of("t", "d", Optional.empty(), true).status()).isEqualTo(Status.FAIL);
        assertThat(SlotFinding.of("t", "d", Optional.empty(), false).status()).isEqualTo(Status.WARN);
    }

    @Test
    void a_slot_of_another_database_fails_although_it_is_read() {
        ReplicationSlot slot = new ReplicationSlot("t", "d", "pgoutput", 7, "reserved", new Lsn(1), 0);
        Finding finding = SlotFinding.of("t", "e", Optional.of(slot), true);
        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.fix()).contains("TIDEMARK_PREFIX");
    }
}
