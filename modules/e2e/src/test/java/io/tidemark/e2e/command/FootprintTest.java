package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.teardown.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The page of what Tidemark makes has a row for each kind that the teardown knows, and no other. */
final class FootprintTest {

    @Test
    void the_page_lists_what_the_teardown_lists() throws IOException {
        Path page = Path.of(System.getProperty("tidemark.root")).resolve("docs/footprint.md");
        assertThat(Files.readAllLines(page).stream()
                        .dropWhile(line -> !line.startsWith("| where "))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("| "))
                        .map(line -> line.split(" \\| ", -1))
                        .map(cells -> cells[0].substring(2) + ": " + cells[1]))
                .containsExactlyElementsOf(Arrays.stream(Made.values())
                        .map(made -> made.place().title() + ": " + made.title())
                        .toList());
    }
}
