package io.tidemark.capture.refresh;

/** A request that cannot be carried out; the message is one line that says why. */
final class RefusedRequestException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    RefusedRequestException(String message) {
        super(oneLine(message));
    }

    /** Anybody can ask: what comes from a request must not forge lines of the log. */
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
