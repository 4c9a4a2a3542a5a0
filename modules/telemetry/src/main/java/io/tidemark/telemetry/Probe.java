package io.tidemark.telemetry;

/**
 * The answer to one question about a process.
 *
 * @param passed whether the answer is yes
 * @param reason one line, without secrets
 */
public record Probe(boolean passed, String reason) {

    public static Probe passed(String reason) {
        return new Probe(true, reason);
    }

    public static Probe failed(String reason) {
        return new Probe(false, reason);
    }
}
