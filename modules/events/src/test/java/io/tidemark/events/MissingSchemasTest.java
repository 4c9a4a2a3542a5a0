package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MissingSchemasTest {

    private static final int ID = 7;

    private final MissingSchemas missing = new MissingSchemas(Duration.ofSeconds(60));

    @Test
    void is_believed_when_it_has_been_repeated_for_long() {
        assertThat(from(0, 59)).isFalse();
        assertThat(missing.isBelieved(ID, seconds(60))).isTrue();
        assertThat(missing.isBelieved(ID, seconds(61))).isTrue();
    }

    @Test
    void one_that_comes_long_after_the_last_begins_anew() {
        from(0, 59);
        assertThat(from(400, 459)).isFalse();
        assertThat(missing.isBelieved(ID, seconds(460))).isTrue();
    }

    @Test
    void what_is_asked_for_seldom_is_believed_too() {
        assertThat(missing.isBelieved(ID, seconds(0))).isFalse();
        assertThat(missing.isBelieved(ID, seconds(45))).isFalse();
        assertThat(missing.isBelieved(ID, seconds(90))).isTrue();
    }

    @Test
    void a_schema_that_was_taken_meanwhile_begins_anew() {
        from(0, 59);
        missing.taken(ID);
        assertThat(missing.isBelieved(ID, seconds(61))).isFalse();
    }

    @Test
    void a_registry_that_was_away_begins_anew() {
        from(0, 59);
        missing.interrupted();
        assertThat(from(60, 119)).isFalse();
        assertThat(missing.isBelieved(ID, seconds(120))).isTrue();
    }

    @Test
    void is_believed_at_once_of_a_schema_that_it_was_believed_of_before() {
        from(0, 60);
        missing.interrupted();
        assertThat(missing.isBelieved(ID, seconds(500))).isTrue();
        assertThat(missing.isBelieved(8, seconds(501))).isFalse();
    }

    @Test
    void is_not_believed_of_one_schema_for_what_it_said_of_another() {
        from(0, 60);
        assertThat(missing.isBelieved(8, seconds(61))).isFalse();
        assertThat(missing.isBelieved(ID, seconds(61))).isTrue();
    }

    @Test
    void without_patience_it_is_believed_at_once() {
        assertThat(new MissingSchemas(Duration.ZERO).isBelieved(ID, -5)).isTrue();
    }

    /** The registry denies the schema once a second; the last answer. */
    private boolean from(int first, int last) {
        boolean believed = false;
        for (int second = first; second <= last; second++) {
            believed = missing.isBelieved(ID, seconds(second));
        }
        return believed;
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
