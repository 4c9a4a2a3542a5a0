package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExpectedGraphTest {

    private final ExpectedGraph graph = new ExpectedGraph(SocialMapping.mapping());

    @Test
    void an_edge_without_its_users_stands_between_references() {
        graph.apply(new RowChange.Upsert(SocialMapping.FOLLOWS, RowKey.of("a", "b"), Map.of()));
        graph.apply(new RowChange.Upsert(SocialMapping.USERS, RowKey.of("a"), Map.of("username", "alice")));
        assertThat(graph.contents())
                .isEqualTo(new GraphContents(
                        Set.of(
                                node(Set.of("User", "UserRef"), Map.of("id", "a", "username", "alice")),
                                node(Set.of("UserRef"), Map.of("id", "b"))),
                        Set.of(new GraphContents.Edge("FOLLOWS", "a", "b", Map.of()))));
    }

    @Test
    void a_row_that_came_and_went_leaves_nothing() {
        graph.apply(new RowChange.Upsert(SocialMapping.FOLLOWS, RowKey.of("a", "b"), Map.of()));
        graph.apply(new RowChange.Delete(SocialMapping.FOLLOWS, RowKey.of("a", "b")));
        assertThat(graph.contents()).isEqualTo(new GraphContents(Set.of(), Set.of()));
    }

    private static GraphContents.Node node(Set<String> labels, Map<String, Object> properties) {
        return new GraphContents.Node(new TreeSet<>(labels), properties);
    }
}
