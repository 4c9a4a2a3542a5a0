package io.tidemark.events;

/** A value the graph cannot hold; the message says which and what to do, without the value itself. */
final class UnmappableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnmappableValueException(String message) {
        super(message);
    }
}
