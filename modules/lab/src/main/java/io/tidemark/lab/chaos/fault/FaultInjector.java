package io.tidemark.lab.chaos.fault;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.devstack.DevstackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Random faults. One begins soon after the other, and some last for longer, so that several victims often suffer at the
 * same time; none suffers twice at once. One thread injects; counts and findings are for any.
 */
public final class FaultInjector {

    private static final int MOST_AT_ONCE = 3;
    private static final int LONGEST_CALM_MILLIS = 7_000;
    private static final Duration LONGEST_RETURN = Duration.ofMinutes(3);

    private final Victims victims;
    private final List<Fault> faults;
    private final Random random;
    private final Consumer<String> journal;
    private final Map<Fault, Integer> counts = new ConcurrentHashMap<>();
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final Set<Fault.Victim> suffering = ConcurrentHashMap.newKeySet();

    /**
     * Prepares faults.
     *
     * @param faults those that may come
     * @param journal is told what happens when
     */
    public FaultInjector(Victims victims, Set<Fault> faults, long seed, Consumer<String> journal) {
        this.victims = victims;
        this.faults = faults.stream().sorted().toList();
        this.random = new Random(seed);
        this.journal = journal;
    }

    /** Injects faults for so long, then waits until every fault is over. */
    public void inject(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Fault fault = Fault.any(faults, random);
            Random ownChoices = new Random(random.nextLong());
            if (suffering.size() < MOST_AT_ONCE && suffering.add(fault.victim())) {
                DaemonThreads.named("chaos-" + fault, () -> hurt(fault, ownChoices))
                        .start();
            }
            rest(Duration.ofMillis(300 + random.nextInt(LONGEST_CALM_MILLIS)));
        }
        long patience = System.nanoTime() + LONGEST_RETURN.toNanos();
        while (!suffering.isEmpty() && System.nanoTime() < patience) {
            rest(Duration.ofMillis(200));
        }
    }

    private void hurt(Fault fault, Random choices) {
        try {
            Duration duration = fault.duration(choices);
            journal.accept(fault + " for " + duration.toMillis() + " ms");
            counts.merge(fault, 1, Integer::sum);
            attempt(() -> fault.inflict(victims, choices));
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
            attempt(() -> fault.end(victims));
            journal.accept(fault + " over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            suffering.remove(fault.victim());
        }
    }

    /** A server that cannot be started because another one is down is started when all heals. */
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (DevstackException e) {
            journal.accept(String.valueOf(e.getMessage()));
        }
    }

    private void rest(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        do {
            watch();
            TimeUnit.MILLISECONDS.sleep(100);
        } while (System.nanoTime() < end);
    }

    /** Finds apps that ended by themselves, and starts them again. */
    public void watch() {
        for (SupervisedApp app : List.of(victims.capture(), victims.sink())) {
            app.endedByItself().ifPresent(words -> {
                journal.accept("FINDING: " + words);
                findings.add(words);
                app.start();
            });
        }
    }

    /** How often each fault came. */
    public Map<Fault, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** Processes that died. */
    public int kills() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isKill())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** The last words of apps that ended by themselves. */
    public List<String> findings() {
        return new ArrayList<>(findings);
    }
}
