package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.teardown.Made;
import io.tidemark.e2e.fixture.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of what Tidemark makes has a row for each kind that the teardown knows, and no other. */
final class FootprintTest {

    private static List<String> page() throws IOException {
        return Files.readAllLines(Path.of(System.getProperty("tidemark.root")).resolve("docs/footprint.md"));
    }

    @Test
    void its_commands_are_those_of_the_launcher() throws IOException {
        List<String> commands = page().stream()
                .filter(line -> line.startsWith("./tidemark "))
                .map(line -> line.replaceFirst("^./tidemark ", "").replaceFirst(" +#.*", ""))
                .toList();
        assertThat(commands).hasSize(4).allMatch(command -> Launcher.understands(List.of(command.split(" "))));
    }

    @Test
    void the_page_lists_what_the_teardown_lists() throws IOException {
        assertThat(page().stream()
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
