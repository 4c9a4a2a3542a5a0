package io.tidemark.lab.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EdgeListTest {

    private static final String TEXT = "# a comment\n30\t1412\n\n30\t1412\n7,7,0.5\n1412 30\n";

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void plain_and_gzipped_lists_read_the_same() throws IOException {
        Path plain = folder.resolve("edges.txt");
        Files.writeString(plain, TEXT);
        Path gzipped = folder.resolve("edges.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        SocialGraph graph = EdgeList.read(plain);
        assertThat(graph).isEqualTo(EdgeList.read(gzipped));
        assertThat(graph.names()).containsExactly("user30", "user1412", "user7");
        assertThat(graph.edges()).containsExactly(new SocialGraph.Edge(0, 1), new SocialGraph.Edge(1, 0));
        assertThat(graph.skipped()).isEqualTo(2);
    }

    @Test
    void a_line_that_is_no_edge_is_named() throws IOException {
        Path file = folder.resolve("edges.txt");
        Files.writeString(file, "1\t2\nalone\n");
        assertThatThrownBy(() -> EdgeList.read(file)).hasMessageStartingWith(file + ":2 is no edge");
        assertThatThrownBy(() -> EdgeList.read(folder.resolve("missing"))).hasMessageEndingWith("does not exist");
    }

    @Test
    void made_up_graphs_are_the_same_every_time_and_as_large_as_asked() {
        SocialGraph graph = SyntheticGraph.make(50, 400);
        assertThat(graph).isEqualTo(SyntheticGraph.make(50, 400));
        assertThat(graph.names()).hasSize(50);
        assertThat(graph.edges()).hasSize(400).doesNotHaveDuplicates().allMatch(edge -> edge.from() != edge.to());
        assertThatThrownBy(() -> SyntheticGraph.make(10, 90)).hasMessageContaining("--users 10 --follows 90");
    }
}
