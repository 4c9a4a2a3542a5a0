package io.tidemark.cli.map;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The foreign keys of node tables: relationships of these nodes, or comments that say why they cannot be. They lead from the row's node to the
 * one that the column names. Pure.
 */
final class ProposedForeignKeys {

    private final Map<TableName, List<ForeignKeyEdge>> edges = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();

    /** @param taken the types of the edge tables */
    ProposedForeignKeys(Collection<RelatedTable> tables, ProposedNodes nodes, Collection<String> taken) {
        List<Found> found = new ArrayList<>();
        for (RelatedTable table : tables) {
            nodes.accepted(table.name()).ifPresent(node -> {
                for (ForeignKey foreignKey : table.foreignKeys()) {
                    Optional<String> refusal = nodes.refusal(foreignKey);
                    refusal.ifPresentOrElse(
                            reason -> refusals.add("table " + table.name() + ": its " + reason),
                            () -> found.add(new Found(
                                    node,
                                    Names.telling(foreignKey, node.key()),
                                    ProposedNodes.end(
                                            foreignKey,
                                            nodes.accepted(foreignKey.target()).orElseThrow()))));
                }
            });
        }
        name(found, taken);
    }

    /** A foreign key that can be a relationship. */
    private record Found(NodeMapping node, String column, EndMapping end) {

        String type() {
            return Names.typeOf(column);
        }
    }

    /** What the column says; with the node's label in front where others say the same. */
    private void name(List<Found> found, Collection<String> taken) {
        Map<String, Integer> claims = new HashMap<>();
        taken.forEach(type -> claims.merge(type, 1, Integer::sum));
        found.forEach(one -> claims.merge(one.type(), 1, Integer::sum));
        Set<String> given = new HashSet<>(claims.keySet());
        for (Found one : found) {
            String plain = one.type();
            String type = Integer.valueOf(1).equals(claims.get(plain))
                    ? plain
                    : Names.free(Names.typeOf(one.node().label() + "_" + one.column()), given);
            given.add(type);
            edges.computeIfAbsent(one.node().table(), none -> new ArrayList<>())
                    .add(new ForeignKeyEdge(type, true, one.end()));
        }
    }

    /** The relationships of a node table's rows. */
    List<ForeignKeyEdge> edges(TableName table) {
        return edges.getOrDefault(table, List.of());
    }

    /** Why others are none. */
    List<String> refusals() {
        return refusals;
    }
}
