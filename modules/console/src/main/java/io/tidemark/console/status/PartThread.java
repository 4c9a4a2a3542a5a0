package io.tidemark.console.status;

import io.tidemark.concurrent.DaemonThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a part on a thread of its own, so that a part that does not answer holds up nobody: whoever asked goes on after a
 * while, and asks for the same answer the next time. Used by one thread.
 */
final class PartThread<Q, A> {

    private static final Logger LOG = LoggerFactory.getLogger(PartThread.class);
    private static final int LONGEST_REASON = 300;

    private final String name;
    private final PartReader<Q, A> reader;
    private final ExecutorService thread;
    private @Nullable Future<A> underway;
    private boolean answered;

    /** @param name for people: {@code Postgres} */
    PartThread(String name, PartReader<Q, A> reader) {
        this.name = name;
        this.reader = reader;
        this.thread = Executors.newSingleThreadExecutor(DaemonThreads.factory("look-at-" + name));
    }

    /** Begins to read, unless an earlier read is still underway. */
    void ask(Q question) {
        if (underway == null) {
            underway = thread.submit(() -> readOrReopen(question));
        }
    }

    private A readOrReopen(Q question) throws Exception {
        try {
            return reader.read(question);
        } catch (Exception failure) {
            reader.close();
            throw failure;
        }
    }

    /**
     * What {@link #ask} began.
     *
     * @param deadlineNanos when to give up, by {@link System#nanoTime}
     */
    PartReading<A> answer(long deadlineNanos) {
        Future<A> asked = underway;
        if (asked == null) {
            throw new IllegalStateException("nothing was asked of " + name);
        }
        try {
            A answer = asked.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            underway = null;
            answered = true;
            return PartReading.seen(answer);
        } catch (TimeoutException e) {
            boolean late = answered;
            answered = false;
            return late
                    ? PartReading.late(name + " is slow to answer")
                    : PartReading.unknown(name + " does not answer");
        } catch (ExecutionException e) {
            underway = null;
            boolean once = answered;
            answered = false;
            LOG.debug("{} cannot be read", name, e.getCause());
            // a client whose time ran out says no more than one that is still waiting
            return once ? PartReading.late(line(e.getCause())) : PartReading.unknown(line(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PartReading.unknown("interrupted while " + name + " was read");
        }
    }

    private String line(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        if (message == null || message.isBlank()) {
            return name + " cannot be read: " + failure;
        }
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }

    /** Closes the connection as soon as the read that is underway has ended; nothing more is asked after it. */
    void close() {
        thread.execute(reader::close);
        thread.shutdown();
    }

    /** Waits for what {@link #close} began; what takes longer is left behind. */
    void awaitClosed(long deadlineNanos) {
        try {
            if (!thread.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
