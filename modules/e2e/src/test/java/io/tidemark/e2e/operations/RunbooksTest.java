package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.operations.Runbook.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every page has the same parts, leads somewhere, and says of each command whether a test runs it. */
final class RunbooksTest {

    private static final String INDEX = "README.md";
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    /** What a test does not have: containers, a cluster, Kafka's scripts, a file to write to. */
    private static final Set<String> ELSEWHERE = Set.of("docker", "kubectl", "curl", "kafka-consumer-groups.sh");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    @Test
    void every_page_has_symptom_first_look_fix_and_undo_in_this_order() throws IOException {
        for (Runbook page : Runbook.all(root)) {
            if (!page.name().equals(INDEX)) {
                assertThat(page.text().lines().filter(line -> line.startsWith("## ")))
                        .as(page.name())
                        .containsExactly("## Symptom", "## First look", "## Fix", "## Undo");
                assertThat(page.blocks()).as(page.name()).anyMatch(Block::isRun);
            }
        }
    }

    @Test
    void the_index_has_every_page_and_no_link_is_dead() throws IOException {
        List<Runbook> pages = Runbook.all(root);
        String index = pages.stream()
                .filter(page -> page.name().equals(INDEX))
                .findFirst()
                .orElseThrow()
                .text();
        for (Runbook page : pages) {
            assertThat(page.name().equals(INDEX) || index.contains("](" + page.name() + ")"))
                    .as(page.name())
                    .isTrue();
            Matcher link = LINK.matcher(page.text());
            while (link.find()) {
                assertThat(root.resolve("ops/runbooks").resolve(link.group(1)))
                        .as(page.name())
                        .exists();
            }
        }
    }

    @Test
    void what_no_test_runs_is_the_smaller_part_and_needs_what_a_test_does_not_have() throws IOException {
        List<Block> blocks = Runbook.all(root).stream()
                .flatMap(page -> page.blocks().stream())
                .toList();
        List<Block> elsewhere = blocks.stream().filter(block -> !block.isRun()).toList();
        assertThat(elsewhere).hasSizeLessThan(blocks.size() / 4);
        for (Block block : elsewhere) {
            assertThat(block.language()).as(block.place()).isEqualTo("sh");
            assertThat(block.commands())
                    .as(block.place())
                    .allSatisfy(command -> assertThat(ELSEWHERE).contains(command.split(" ", 2)[0]));
        }
    }
}
