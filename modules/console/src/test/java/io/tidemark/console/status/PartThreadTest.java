package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PartThreadTest {

    private final SynchronousQueue<String> answers = new SynchronousQueue<>();
    private final PartThread<String, String> part = new PartThread<>("Neo4j", new PartReader<>() {

        @Override
        public String read(String question) throws InterruptedException {
            String answer = answers.take();
            if (answer.equals("time-out")) {
                throw new IllegalStateException("list topics: timed out");
            }
            return question + ": " + answer;
        }

        @Override
        public void close() {}
    });

    @AfterEach
    void end() throws InterruptedException {
        answers.offer("the end", 1, TimeUnit.SECONDS);
        part.close();
    }

    private PartReading<String> answer(Duration patience) {
        return part.answer(System.nanoTime() + patience.toNanos());
    }

    private PartReading<String> none() {
        return answer(Duration.ofMillis(20));
    }

    @Test
    void one_that_never_answered_is_away() {
        part.ask("how far");
        assertThat(none()).isEqualTo(PartReading.unknown("Neo4j does not answer"));
    }

    @Test
    void one_that_had_answered_is_slow_once_and_then_away() throws InterruptedException {
        part.ask("how far");
        answers.put("1");
        assertThat(answer(Duration.ofSeconds(10)).value()).isEqualTo("how far: 1");
        part.ask("how far");
        assertThat(none()).isEqualTo(PartReading.late("Neo4j is slow to answer"));
        part.ask("not asked while the other is underway");
        assertThat(none()).isEqualTo(PartReading.unknown("Neo4j does not answer"));
        answers.put("2");
        assertThat(answer(Duration.ofSeconds(10)).value()).isEqualTo("how far: 2");
        part.ask("how far");
        assertThat(none().slow()).isTrue();
    }

    @Test
    void one_that_had_answered_and_failed_is_slow_once_and_then_away() throws InterruptedException {
        part.ask("how far");
        answers.put("time-out");
        assertThat(answer(Duration.ofSeconds(10))).isEqualTo(PartReading.unknown("list topics: timed out"));
        part.ask("how far");
        answers.put("1");
        assertThat(answer(Duration.ofSeconds(10)).value()).isEqualTo("how far: 1");
        part.ask("how far");
        answers.put("time-out");
        assertThat(answer(Duration.ofSeconds(10))).isEqualTo(PartReading.late("list topics: timed out"));
        part.ask("how far");
        answers.put("time-out");
        assertThat(answer(Duration.ofSeconds(10))).isEqualTo(PartReading.unknown("list topics: timed out"));
    }
}
