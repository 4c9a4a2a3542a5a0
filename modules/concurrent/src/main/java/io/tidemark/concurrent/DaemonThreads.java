package io.tidemark.concurrent;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep the process alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /**
     * A thread that has not been started.
     *
     * @param name shown in thread dumps and log lines
     */
    public static Thread named(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A factory for executors; all its threads have this name. */
    public static ThreadFactory factory(String name) {
        return work -> named(name, work);
    }
}
