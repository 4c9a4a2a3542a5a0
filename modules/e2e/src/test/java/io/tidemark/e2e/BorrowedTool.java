package io.tidemark.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of the machine that a test borrows. Where it is missing the test is skipped by name, and fails if
 * {@code TIDEMARK_REQUIRE_TOOLS} is {@code true}.
 */
final class BorrowedTool {

    private BorrowedTool() {}

    /** Where the program is, looked for in PATH. */
    static Path require(String program) {
        Optional<Path> found = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String missing = program + " is not installed, and this test needs it";
            if (Boolean.parseBoolean(System.getenv("TIDEMARK_REQUIRE_TOOLS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        return found.orElseThrow();
    }
}
