package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version is one, wherever it is written. */
final class VersionTest {

    private static final Pattern NAMED =
            Pattern.compile("tidemark[:-](\\d+\\.\\d+\\.\\d+(?:-SNAPSHOT)?)|newTag: (\\S+)");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    private List<String> all(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(root.resolve(file)))
                .results()
                .map(VersionTest::group)
                .toList();
    }

    private static String group(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    @Test
    void every_file_that_names_it_names_the_one_of_the_pom() throws IOException {
        String version = all(Pattern.compile("<artifactId>tidemark</artifactId>\\s*<version>(.*)</version>"), "pom.xml")
                .get(0);
        assertThat(Launcher.bare("--version").out()).containsExactly("Tidemark " + version);
        for (String file : List.of(
                "README.md",
                "docs/deploy.md",
                "docker-compose.yml",
                "ops/docker/Dockerfile",
                "ops/kubernetes/base/kustomization.yaml")) {
            assertThat(all(NAMED, file)).as(file).isNotEmpty().containsOnly(version);
        }
        assertThat(all(Pattern.compile("(?m)^## (\\d\\S*) - \\d{4}-\\d{2}-\\d{2}$"), "CHANGELOG.md"))
                .as("released versions")
                .startsWith(version);
    }
}
