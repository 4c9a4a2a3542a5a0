package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked elsewhere, with a JDK and nothing besides. */
@Tag("slow")
final class ArchiveIT {

    private static final Map<String, String> JDK = Map.of("JAVA_HOME", System.getProperty("java.home"));
    private static final Archive ARCHIVE = new Archive();

    private static final Instant BUILT = Instant.parse(System.getProperty("tidemark.archive.timestamp"));

    @TempDir
    private static Path elsewhere;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        home = ARCHIVE.unpack(elsewhere);
    }

    /** What would differ between two builds of one checkout: who built it, when, and in what order a folder was listed. */
    @Test
    void nothing_in_it_tells_who_built_it_or_when() throws IOException {
        for (TarArchiveEntry entry : ARCHIVE.entries()) {
            assertThat(entry.getLastModifiedDate()).as(entry.getName()).isEqualTo(BUILT);
            assertThat(List.of(entry.getLongUserId(), entry.getLongGroupId()))
                    .as(entry.getName())
                    .containsOnly(0L);
            assertThat(Integer.toOctalString(entry.getMode() & 0777))
                    .as(entry.getName())
                    .isEqualTo(entry.isDirectory() || entry.getName().endsWith("/bin/tidemark") ? "755" : "644");
        }
        for (Path jar : ours()) {
            try (JarFile content = new JarFile(jar.toFile())) {
                List<ZipEntry> entries = Collections.list(content.entries()).stream()
                        .map(ZipEntry.class::cast)
                        .toList();
                assertThat(entries.stream().map(ZipEntry::getTimeLocal).distinct())
                        .as(jar.toString())
                        .hasSize(1);
                assertThat(content.getManifest().getMainAttributes().keySet().stream()
                                .map(Object::toString))
                        .as(jar.toString())
                        .doesNotContain("Built-By", "Build-Date", "Build-Time", "Bnd-LastModified");
            }
        }
    }

    private static List<Path> ours() throws IOException {
        return jars().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("tidemark-"))
                .toList();
    }

    private static List<Path> jars() throws IOException {
        try (var files = Files.walk(home.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    @Test
    void everything_an_operator_needs_is_in_it_and_no_test_and_no_password() {
        Set<String> files = ARCHIVE.entries().stream()
                .map(entry -> entry.getName().substring(entry.getName().indexOf('/') + 1))
                .collect(Collectors.toSet());
        assertThat(files)
                .contains(
                        "bin/tidemark",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "connectors/social-graph.yaml",
                        "connectors/debezium.properties",
                        "schemas/postgres/social.sql",
                        "schemas/neo4j/constraints.cypher",
                        "ops/docker/Dockerfile",
                        "ops/kubernetes/base/kustomization.yaml",
                        "docs/deploy.md")
                .noneMatch(file ->
                        file.matches("lib/(lab/)?(junit|assertj|tidemark-e2e).*|ops/docker/.*password.*|.*/target/.*"));
    }

    @Test
    void every_library_is_named_with_its_licence() throws IOException {
        Set<String> libraries = new TreeSet<>();
        jars().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(jar -> !jar.startsWith("tidemark-"))
                .forEach(libraries::add);
        Set<String> named = Files.readAllLines(home.resolve("NOTICE")).stream()
                .filter(line -> line.matches("[^\\s:]+:[^\\s:]+:[^\\s:]+: \\S.*"))
                .map(line -> line.replaceFirst("[^:]+:([^:]+):([^:]+): .*", "$1-$2.jar"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(libraries).isEqualTo(named).doesNotContain("neo4j-5.26.30.jar");
    }

    @Test
    void it_finds_its_home_through_links(@TempDir Path bin) throws IOException {
        Path relative = Files.createSymbolicLink(elsewhere.resolve("current"), home.getFileName());
        Path link = Files.createSymbolicLink(bin.resolve("tidemark"), relative.resolve("bin/tidemark"));
        Archive.Ended version = Archive.run(bin, JDK, link.toString(), "--version");
        assertThat(version.output()).startsWith("Tidemark ");
        assertThat(version.code()).isZero();
        Archive.Ended help = Archive.run(bin, JDK, "./tidemark", "--help");
        assertThat(help.output()).contains("capture", "sink", "reconcile");
        assertThat(help.code()).isZero();
    }

    @Test
    void an_old_java_or_none_is_named_in_one_line(@TempDir Path old) throws IOException {
        Files.createDirectories(old.resolve("bin"));
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        Archive.Ended none = tidemark(Map.of("JAVA_HOME", old.resolve("nowhere").toString()), "--version");
        assertThat(none.output().lines())
                .singleElement()
                .asString()
                .contains("no Java at " + old.resolve("nowhere"), "17 or later");
        assertThat(none.code()).isEqualTo(1);
        Path java = Files.writeString(
                Files.createDirectories(old.resolve("eleven/bin")).resolve("java"),
                "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Archive.Ended eleven =
                tidemark(Map.of("JAVA_HOME", old.resolve("eleven").toString()), "--version");
        assertThat(eleven.output().lines()).singleElement().asString().contains("is Java 11.0.2", "17 or later");
        assertThat(eleven.code()).isEqualTo(1);
        Archive.Ended linked = tidemark(Map.of("JAVA_HOME", old.toString()), "--version");
        assertThat(linked.code()).as(linked.output()).isZero();
        Files.delete(old.resolve("bin/java"));
    }

    @Test
    @Timeout(300)
    void the_demo_runs_from_it() throws IOException {
        Path folder = Files.createDirectories(elsewhere.resolve("a folder of one's own"));
        Archive.Ended demo =
                Archive.run(folder, JDK, home.resolve("bin/tidemark").toString(), "demo", "--once");
        assertThat(demo.output()).contains("equal: all of 30 rows are in the graph");
        assertThat(demo.code()).isZero();
        assertThat(folder.resolve(".tidemark/demo")).isDirectory();
    }

    private static Archive.Ended tidemark(Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/tidemark").toString()));
        line.addAll(List.of(arguments));
        return Archive.run(elsewhere, environment, line.toArray(String[]::new));
    }
}
