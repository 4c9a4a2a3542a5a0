package io.tidemark.cli.run;

import io.tidemark.concurrent.DaemonThreads;

/** Ends this process when the one that started it dies, however it dies: no orphans. */
public final class Lifeline {

    /** The environment variable that names the process to live and die with. */
    public static final String VARIABLE = "TIDEMARK_LIFELINE";

    private Lifeline() {}

    /** Watches the process named in the environment, if one is. */
    public static void watch() {
        String pid = System.getenv(VARIABLE);
        if (pid != null) {
            DaemonThreads.named("lifeline", () -> awaitEnd(Long.parseLong(pid))).start();
        }
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        System.exit(1);
    }
}
