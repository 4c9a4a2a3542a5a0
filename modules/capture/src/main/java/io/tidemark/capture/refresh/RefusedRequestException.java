package io.tidemark.capture.refresh;

/** A request that cannot be carried out; the message is one line that says why. */
final class RefusedRequestException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private final boolean ofSomeKeys;

    /** Refuses all of a request. */
    RefusedRequestException(String message) {
        this(message, false);
    }

    private RefusedRequestException(String message, boolean ofSomeKeys) {
        super(oneLine(message));
        this.ofSomeKeys = ofSomeKeys;
    }

    /** Refuses a request because of one or more of its keys; the others might be read without them. */
    static RefusedRequestException ofSomeKeys(String message) {
        return new RefusedRequestException(message, true);
    }

    /** Whether a smaller request might be carried out. */
    boolean isOfSomeKeys() {
        return ofSomeKeys;
    }

    /** Anybody can ask: what comes from a request must not forge lines of the log. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
