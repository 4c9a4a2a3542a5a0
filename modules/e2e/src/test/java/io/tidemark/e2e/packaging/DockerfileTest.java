package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image, which nobody builds here, is at least told what it must be. */
final class DockerfileTest {

    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+) (.*)");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    private record Instruction(String name, String text) {}

    private List<Instruction> instructions() throws IOException {
        return Files.readAllLines(root.resolve("ops/docker/Dockerfile")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(INSTRUCTION::matcher)
                .filter(Matcher::matches)
                .map(line -> new Instruction(line.group(1), line.group(2)))
                .toList();
    }

    private List<String> all(String name) throws IOException {
        return instructions().stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::text)
                .toList();
    }

    @Test
    void it_rests_on_one_pinned_java_that_is_new_enough() throws IOException {
        assertThat(all("FROM")).hasSize(2).allSatisfy(base -> {
            Matcher image = Pattern.compile("[a-z/-]+:(\\d+)\\.\\d+\\.\\d+_\\d+-jre\\S*( AS unpacked)?")
                    .matcher(base);
            assertThat(image.matches()).as(base).isTrue();
            assertThat(Integer.parseInt(image.group(1))).isGreaterThanOrEqualTo(17);
        });
    }

    @Test
    void nothing_gets_into_it_but_the_archive_without_the_laboratory() throws IOException {
        assertThat(all("COPY")).containsExactly("--from=unpacked /opt/tidemark /opt/tidemark");
        assertThat(all("RUN")).contains("rm -r /opt/tidemark-*/lib/lab && mv /opt/tidemark-* /opt/tidemark");
        assertThat(all("ADD")).containsExactly("tidemark-*.tar.gz /opt/");
        String compose = Files.readString(root.resolve("docker-compose.yml"));
        assertThat(compose)
                .contains("context: modules/distribution/target\n", "dockerfile: ../../../ops/docker/Dockerfile\n");
    }

    @Test
    void it_runs_as_a_numbered_user_and_its_command_gets_the_signals() throws IOException {
        List<String> names = instructions().stream().map(Instruction::name).toList();
        assertThat(all("USER")).containsExactly("10001:10001");
        assertThat(names.subList(names.indexOf("USER"), names.size())).doesNotContain("RUN", "ADD", "COPY");
        assertThat(all("ENTRYPOINT")).containsExactly("[\"/opt/tidemark/bin/tidemark\"]");
        assertThat(names).doesNotContain("HEALTHCHECK", "EXPOSE", "CMD");
        assertThat(Files.readString(root.resolve("modules/distribution/src/archive/bin/tidemark")))
                .contains("\nexec \"$java\"");
    }
}
