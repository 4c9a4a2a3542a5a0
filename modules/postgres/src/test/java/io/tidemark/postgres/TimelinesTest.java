package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.position.Lsn;
import org.junit.jupiter.api.Test;

class TimelinesTest {

    private static final String HISTORY =
            "1\t0/3000060\tno recovery target specified\n\n2\t0/5000098\tno recovery target specified\n";

    @Test
    void an_earlier_timeline_ended_where_its_line_says() {
        assertThat(Timelines.end(HISTORY, 1)).contains(Lsn.parse("0/3000060"));
        assertThat(Timelines.end(HISTORY, 2)).contains(Lsn.parse("0/5000098"));
        assertThat(Timelines.end(HISTORY, 3)).isEmpty();
    }
}
