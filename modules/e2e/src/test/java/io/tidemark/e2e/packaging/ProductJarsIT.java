package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image holds: the archive's {@code lib} without {@code lib/lab}. */
final class ProductJarsIT {

    @TempDir
    private static Path folder;

    private static Path lib;

    @BeforeAll
    static void unpack() throws IOException {
        lib = new Archive().unpack(folder).resolve("lib");
    }

    @Test
    void the_product_holds_no_laboratory_no_maven_resolver_and_no_fault_proxy() throws IOException {
        List<String> foreign = new ArrayList<>();
        Set<String> ours = new TreeSet<>();
        for (Path jar : jars(lib)) {
            try (JarFile content = new JarFile(jar.toFile())) {
                content.stream().map(entry -> entry.getName()).forEach(name -> {
                    if (name.matches(
                            "(io/tidemark/(lab|devstack)|org/eclipse/aether|org/apache/maven/model|eu/maveniverse)/.*")) {
                        foreign.add(jar.getFileName() + ": " + name);
                    }
                    if (name.matches("io/tidemark/[a-z]+/")) {
                        ours.add(name);
                    }
                });
            }
        }
        assertThat(foreign).isEmpty();
        assertThat(ours).contains("io/tidemark/cli/", "io/tidemark/capture/", "io/tidemark/sink/");
    }

    @Test
    void the_laboratory_adds_only_jars_that_the_product_does_not_have() throws IOException {
        Set<String> product = names(lib);
        Set<String> laboratory = names(lib.resolve("lab"));
        assertThat(laboratory).anyMatch(name -> name.startsWith("tidemark-lab-"));
        assertThat(laboratory).doesNotContainAnyElementsOf(product);
    }

    private static Set<String> names(Path folder) throws IOException {
        return jars(folder).stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
