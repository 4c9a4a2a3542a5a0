package io.tidemark.capture.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatestByKeyTest {

    private record Entry(String key, boolean tombstone) {}

    /** All passes over a log; what each found. */
    private static List<long[]> passes(LatestByKey latest, List<Entry> log, long limit) {
        List<long[]> found = new ArrayList<>();
        latest.start();
        do {
            for (int offset = 0; offset < log.size(); offset++) {
                Entry entry = log.get(offset);
                latest.put(entry.key().getBytes(StandardCharsets.UTF_8), offset, entry.tombstone());
            }
            found.add(latest.liveBefore(limit));
        } while (latest.next());
        return found;
    }

    private static List<Long> sorted(List<long[]> passes) {
        return passes.stream().flatMapToLong(Arrays::stream).sorted().boxed().toList();
    }

    @Test
    void the_latest_record_of_a_key_decides() {
        List<Entry> log = List.of(
                new Entry("updated", false),
                new Entry("deleted", false),
                new Entry("created again", true),
                new Entry("late", false),
                new Entry("updated", false),
                new Entry("deleted", true),
                new Entry("created again", false),
                new Entry("late", false));
        LatestByKey latest = new LatestByKey(10);
        assertThat(sorted(passes(latest, log, 7))).containsExactly(4L, 6L);
        assertThat(sorted(passes(latest, log, 8))).containsExactly(4L, 6L, 7L);
        assertThat(sorted(passes(latest, log, 0))).isEmpty();
    }

    @Test
    void keys_that_do_not_fit_are_found_in_further_passes_each_once() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int maxKeys : new int[] {5, 50, 999, 1_000, 5_000}) {
            List<Entry> log = new ArrayList<>();
            Map<String, Long> live = new HashMap<>();
            for (long offset = 0; offset < 5_000; offset++) {
                Entry entry = new Entry("key " + random.nextInt(1_000), random.nextInt(3) == 0);
                log.add(entry);
                live.put(entry.key(), entry.tombstone() ? Long.MAX_VALUE : offset);
            }
            List<Long> expected = live.values().stream()
                    .filter(offset -> offset < 4_500)
                    .sorted()
                    .toList();
            List<long[]> passes = passes(new LatestByKey(maxKeys), log, 4_500);
            assertThat(sorted(passes)).as("seed %d, %d keys", seed, maxKeys).isEqualTo(expected);
            assertThat(passes)
                    .as("seed %d, %d keys", seed, maxKeys)
                    .hasSizeGreaterThanOrEqualTo((live.size() + maxKeys - 1) / maxKeys)
                    .hasSizeLessThan(3 + 4 * live.size() / maxKeys)
                    .allMatch(found -> found.length <= maxKeys);
        }
    }
}
