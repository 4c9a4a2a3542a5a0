package io.tidemark.capture.refresh;

/** A request that cannot be carried out; the message is one line that says why. */
final class RefusedRequestException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private final boolean ofRow;

    RefusedRequestException(String message) {
        this(message, false);
    }

    private RefusedRequestException(String message, boolean ofRow) {
        super(oneLine(message));
        this.ofRow = ofRow;
    }

    /** Because of one key or one row: the others that the request names may be read. */
    static RefusedRequestException ofRow(String message) {
        return new RefusedRequestException(message, true);
    }

    /** Whether the reason is one key or one row. */
    boolean isOfRow() {
        return ofRow;
    }

    /** Anybody can ask: what comes from a request must not forge lines of the log. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
