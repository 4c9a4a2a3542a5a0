package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.Launcher.Ended;

/** What a command that failed has to say, and what not. */
final class Complaints {

    static final int FAILED = 1;
    static final int USAGE = 2;

    private Complaints() {}

    /**
     * One line for each of these, in this order, and nothing else.
     *
     * @param things the parts of each line, with {@code " … "} between them
     */
    static void assertFailed(Ended ended, int code, String... things) {
        assertThat(ended.err()).hasSize(things.length).allMatch(line -> line.startsWith("tidemark: "));
        for (int i = 0; i < things.length; i++) {
            assertSays(ended.err().get(i), things[i]);
        }
        assertThat(ended.code()).isEqualTo(code);
    }

    /** A line that has these parts, with {@code " … "} between them. */
    static void assertSays(String line, String parts) {
        assertThat(line).contains(parts.split(" … "));
    }
}
