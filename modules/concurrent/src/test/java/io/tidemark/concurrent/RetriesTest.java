package io.tidemark.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void what_may_go_through_later_is_tried_until_it_does() {
        assertThat(new Retries(() -> false).untilDone(() -> failing(Category.RETRY, 4)))
                .isEqualTo(4);
    }

    @Test
    void other_failures_are_not_tried_again() {
        assertThatThrownBy(() -> new Retries(() -> false).untilDone(() -> failing(Category.FATAL, 4)))
                .isInstanceOf(TidemarkException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void stop_ends_it_with_the_failure_at_hand() {
        assertThatThrownBy(() -> new Retries(() -> attempts.get() == 2).untilDone(() -> failing(Category.RETRY, 4)))
                .isInstanceOf(TidemarkException.class)
                .hasMessage("away");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void each_try_that_failed_is_told_and_what_lasts_can_be_asked_for() {
        List<String> told = new ArrayList<>();
        List<Optional<String>> waits = new ArrayList<>();
        Retries retries = new Retries(() -> false);
        retries.untilDone(
                () -> {
                    waits.add(retries.waitingFor());
                    return failing(Category.RETRY, 6);
                },
                failure -> told.add(String.valueOf(failure.getMessage())));
        assertThat(told).containsExactly("away", "away", "away", "away", "away");
        assertThat(waits.get(1)).isEmpty();
        assertThat(waits.get(5)).hasValue("away");
        assertThat(retries.waitingFor()).isEmpty();
    }

    private int failing(Category category, int until) {
        if (attempts.incrementAndGet() < until) {
            throw new TidemarkException(category, "away");
        }
        return attempts.get();
    }
}
