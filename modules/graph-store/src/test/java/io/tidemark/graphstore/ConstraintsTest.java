package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstraintsTest {

    @Test
    void an_edge_with_a_key_of_its_own_has_a_constraint_on_each_of_its_types() {
        List<String> added = new ArrayList<>(Constraints.statements(SocialMapping.withMoreEdges()));
        added.removeAll(Constraints.statements(SocialMapping.mapping()));
        assertThat(added)
                .containsExactly(
                        "CREATE CONSTRAINT `tidemark_relationship_KNOWS_id` IF NOT EXISTS FOR"
                                + " ()-[n:`KNOWS`]-() REQUIRE (n.`id`) IS UNIQUE",
                        "CREATE CONSTRAINT `tidemark_relationship_WORKS_WITH_id` IF NOT EXISTS FOR"
                                + " ()-[n:`WORKS_WITH`]-() REQUIRE (n.`id`) IS UNIQUE");
    }

    private static final Path CHECKED_IN = Path.of("..", "..", "schemas", "neo4j", "constraints.cypher");

    @Test
    void the_checked_in_file_is_what_setup_makes_for_the_sample_schema() throws IOException {
        List<String> statements = Files.readAllLines(CHECKED_IN).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("//"))
                .toList();
        assertThat(statements)
                .isEqualTo(Constraints.statements(SocialMapping.mapping()).stream()
                        .map(statement -> statement + ";")
                        .toList());
    }
}
