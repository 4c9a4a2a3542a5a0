package io.tidemark.cli.teardown;

import java.util.List;

/** What a pipeline has at one place. One thread; the caller closes it. */
interface Part extends AutoCloseable {

    /** What of the pipeline runs here now, each in words; it is stopped before anything is removed. */
    default List<String> running() {
        return List.of();
    }

    /** Keeps what is not running from starting here until this part is closed. */
    default void claim() {}

    /** Everything here, in the order in which it goes; also what is not there, and what stays. */
    List<Thing> things();

    @Override
    default void close() {}
}
