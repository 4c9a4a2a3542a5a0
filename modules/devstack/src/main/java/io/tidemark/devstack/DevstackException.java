package io.tidemark.devstack;

/** Something about the stack went wrong; the message is one line that names the thing and the fix. */
public final class DevstackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DevstackException(String message) {
        super(message);
    }

    public DevstackException(String message, Throwable cause) {
        super(message, cause);
    }
}
