package io.tidemark.graphstore;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.value.GraphType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;

/** How Neo4j finds nodes and relationships by keys of several columns. Needs a real Neo4j. */
public final class TenantPlans {

    private TenantPlans() {}

    /** Each way of finding nodes in the plans of what merges them. */
    public static List<String> ofMerges(Graph graph) {
        Mapping mapping = SocialMapping.withTenants();
        NodeMapping users = mapping.node("User");
        EdgeMapping follows = mapping.edges().get(0);
        EdgeMapping relationships = mapping.edges().get(mapping.edges().size() - 1);
        return seeks(
                graph,
                mapping,
                ElementStatements.upsertNodes(users, List.of()),
                ElementStatements.upsertEdges(mapping, follows),
                new KeyedEdgeStatements(mapping, relationships.ofEachType().get(0)).create(),
                new ForeignKeyStatements(mapping, users, users.edges().get(0)).create());
    }

    /** Each way of finding nodes and relationships in the plans of what compares them. */
    public static List<String> ofRanges(Graph graph) {
        Mapping mapping = SocialMapping.withTenants();
        List<String> statements = new ArrayList<>();
        for (ElementMapping element : mapping.elements()) {
            List<GraphType> types = new ArrayList<>(List.of(GraphType.INTEGER));
            types.addAll(Collections.nCopies(element.keyColumns().size() - 1, GraphType.STRING));
            ReadStatements read = new ReadStatements(mapping, element, types);
            Optional<RowKey> key = Optional.of(new RowKey(Collections.nCopies(types.size(), 1L)));
            Optional<RowKey> start = Optional.of(RowKey.of(1L, "a"));
            statements.addAll(read.range(key, key));
            statements.addAll(read.range(start, start));
            statements.addAll(read.range(key, Optional.empty()));
            statements.addAll(read.lookup());
        }
        return seeks(graph, mapping, statements.toArray(String[]::new));
    }

    private static List<String> seeks(Graph graph, Mapping mapping, String... statements) {
        graph.constraints(mapping).create();
        List<String> seeks = new ArrayList<>();
        try (Session session = graph.driver().session()) {
            Stream.of(statements)
                    .map(statement -> session.run("EXPLAIN " + statement)
                            .consume()
                            .queryPlan()
                            .orElseThrow())
                    .forEach(plan -> collect(plan, seeks));
        }
        return seeks;
    }

    private static void collect(Plan plan, List<String> seeks) {
        String operator = plan.operatorType().replaceFirst("@.*", "");
        if (operator.contains("Seek") || operator.contains("Scan")) {
            seeks.add(operator);
        }
        plan.children().forEach(child -> collect(child, seeks));
    }
}
