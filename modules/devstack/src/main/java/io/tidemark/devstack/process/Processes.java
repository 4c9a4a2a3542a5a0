package io.tidemark.devstack.process;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Processes that need not be children of this one. */
public final class Processes {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private Processes() {}

    /** False also for a process that is dead and that nobody has reaped yet. */
    static boolean isAlive(ProcessHandle process) {
        // in this order: a zombie that is reaped between the two questions has no /proc entry, and is then not alive
        return !isZombie(process.pid()) && process.isAlive();
    }

    /** Sends a signal, named without {@code SIG}; Java itself knows only TERM and KILL. */
    public static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid() + " 2>/dev/null")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new DevstackException(
                    "cannot send " + signal + " to process " + process.pid() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a process and its descendants at once. */
    public static void kill(ProcessHandle process) {
        List<ProcessHandle> family = new ArrayList<>(List.of(process));
        family.addAll(process.descendants().toList());
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family, AFTER_KILL);
    }

    public static boolean awaitEnd(List<ProcessHandle> processes, Duration patience) {
        Waiting waiting = Waiting.upTo(patience);
        while (processes.stream().anyMatch(Processes::isAlive)) {
            if (!waiting.pause()) {
                return false;
            }
        }
        return true;
    }

    /** The processes with this working directory, on systems that tell (Linux); elsewhere none. */
    public static List<ProcessHandle> workingIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> isIn(folder, process.pid()))
                .toList();
    }

    private static boolean isIn(Path folder, long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .equals(folder.toRealPath());
        } catch (IOException e) {
            return false; // gone, somebody else's, or no Linux
        }
    }

    // Linux: the state follows the name in brackets. Elsewhere there is no such file. A process counts as a zombie as
    // soon as its first thread has ended; while others are still ending, it holds its ports.
    private static boolean isZombie(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String stat = Files.readString(process.resolve("stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2) && threads.count() <= 1;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
