package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.events.DeadLetter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeadLetterRunTest {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final DeadLetterRun run = new DeadLetterRun(kept::add);

    @Test
    void too_many_in_a_row_stop_the_sink_and_the_last_is_not_kept() {
        keep(DeadLetterRun.LONGEST - 1);
        assertThatThrownBy(() -> keep(1))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining("100 records in a row cannot be applied")
                .hasMessageContaining("SCHEMA_REGISTRY_URL");
        assertThat(kept).hasSize(DeadLetterRun.LONGEST - 1);
    }

    @Test
    void a_good_record_between_begins_a_new_row() {
        keep(DeadLetterRun.LONGEST - 1);
        run.good();
        keep(DeadLetterRun.LONGEST - 1);
        assertThat(kept).hasSize(2 * (DeadLetterRun.LONGEST - 1));
    }

    private void keep(int letters) {
        ReadRecord record = new ReadRecord(new TopicPartition("t.public.users", 0), 7, 0, null, null);
        for (int count = 0; count < letters; count++) {
            run.keep(record.dead(DeadLetter.Kind.UNDECODABLE, "not Avro", Instant.EPOCH));
        }
    }
}
