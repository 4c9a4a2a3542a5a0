package io.tidemark.reconciler.run;

/** Is notified of how far long work is, for people who wait for it. Called by one thread at a time. */
public interface Observer {

    /** Drops everything. */
    Observer NONE = new Observer() {
        @Override
        public void begin(String what, long expected) {}

        @Override
        public void advance(long rows) {}

        @Override
        public void say(String line) {}
    };

    /**
     * A part of the work begins; the one before it has ended.
     *
     * @param what for example {@code verify public.follows}
     * @param expected about how many rows it has; 0 when unknown
     */
    void begin(String what, long expected);

    /** So many more rows of this part are done. */
    void advance(long rows);

    /** Something worth a line, such as what is waited for. */
    void say(String line);
}
