package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mapping of the sample schema ({@code connectors/social-graph.yaml}), built by hand. */
public final class SocialMapping {

    public static final TableName USERS = TableName.parse("public.users");
    public static final TableName FOLLOWS = TableName.parse("public.follows");
    public static final TableName MUTES = TableName.parse("public.mutes");
    public static final TableName BLOCKS = TableName.parse("public.blocks");

    public static final TableName RELATIONSHIPS = TableName.parse("public.relationships");
    public static final TableName TIES = TableName.parse("public.ties");

    private static final Set<String> ENDS = Set.of("one_id", "other_id", "invited_by");

    private SocialMapping() {}

    /**
     * The same with two edge tables beside it that take their type from a column, one with a key of its own and one without, and users with a
     * foreign key that is an edge and with further labels.
     */
    public static Mapping withMoreEdges() {
        List<EdgeMapping> edges = new ArrayList<>(mapping().edges());
        edges.add(new EdgeMapping(
                TIES,
                "",
                List.of(),
                new EndMapping("one_id", "User"),
                new EndMapping("other_id", "User"),
                List.of(property("created_at")),
                null,
                Map.of(),
                names("kind", "LIKES", "HATES")));
        edges.add(new EdgeMapping(
                RELATIONSHIPS,
                "",
                List.of("id"),
                new EndMapping("one_id", "User"),
                new EndMapping("other_id", "User"),
                List.of(property("created_at")),
                null,
                Map.of(),
                names("kind", "KNOWS", "WORKS_WITH")));
        NodeMapping users = mapping().node("User");
        ForeignKeyEdge invited = new ForeignKeyEdge("INVITED", false, new EndMapping("invited_by", "User"));
        NodeMapping invitedUsers = new NodeMapping(
                users.table(),
                users.label(),
                users.key(),
                users.properties(),
                users.absentWhen(),
                Map.of(),
                List.of(invited),
                List.of("Searchable"),
                List.of(names("species", "Person", "Bot")));
        return new Mapping(List.of(invitedUsers), edges);
    }

    /** The same as {@link #withMoreEdges}, with a tenant in every key. */
    static Mapping withTenants() {
        Mapping plain = withMoreEdges();
        NodeMapping users = plain.node("User");
        NodeMapping tenantUsers = new NodeMapping(
                users.table(),
                users.label(),
                tenant(users.key()),
                users.properties(),
                users.absentWhen(),
                users.presentWhen(),
                users.edges().stream()
                        .map(edge -> new ForeignKeyEdge(edge.type(), edge.outgoing(), tenant(edge.end())))
                        .toList(),
                users.labels(),
                users.labelsByColumn());
        return new Mapping(
                List.of(tenantUsers),
                plain.edges().stream()
                        .map(edge -> new EdgeMapping(
                                edge.table(),
                                edge.type(),
                                edge.identifiedByEnds() ? List.of() : tenant(edge.key()),
                                tenant(edge.from()),
                                tenant(edge.to()),
                                edge.properties(),
                                edge.absentWhen(),
                                edge.presentWhen(),
                                edge.typeByColumn()))
                        .toList());
    }

    /** A change of a row of {@link #withMoreEdges}, as a row of {@link #withTenants} says it. */
    static RowChange ofTenant(RowChange change, Object tenant) {
        List<Object> values = new ArrayList<>(List.of(tenant));
        values.addAll(change.key().values());
        RowKey key = new RowKey(values);
        if (!(change instanceof RowChange.Upsert upsert)) {
            return new RowChange.Delete(change.table(), key);
        }
        Map<String, @Nullable Object> said = new HashMap<>();
        upsert.properties().forEach((name, value) -> {
            boolean end = ENDS.contains(name);
            said.put(end ? "tenant, " + name : name, end && value != null ? List.of(tenant, value) : value);
        });
        return new RowChange.Upsert(change.table(), key, said);
    }

    private static List<String> tenant(List<String> columns) {
        List<String> all = new ArrayList<>(List.of("tenant"));
        all.addAll(columns);
        return all;
    }

    private static EndMapping tenant(EndMapping end) {
        return new EndMapping(tenant(end.columns()), end.label());
    }

    public static Mapping mapping() {
        return new Mapping(
                List.of(new NodeMapping(
                        USERS,
                        "User",
                        "id",
                        List.of(property("username"), property("created_at"), property("updated_at")),
                        "deleted_at")),
                List.of(
                        edge(FOLLOWS, "FOLLOWS", "follower_id", "following_id"),
                        edge(MUTES, "MUTES", "muter_id", "muted_id"),
                        edge(BLOCKS, "BLOCKS", "blocker_id", "blocked_id")));
    }

    private static EdgeMapping edge(TableName table, String type, String from, String to) {
        return EdgeMapping.byEnds(
                table,
                type,
                new EndMapping(from, "User"),
                new EndMapping(to, "User"),
                List.of(property("created_at")),
                null);
    }

    private static NamesByColumn names(String column, String one, String other) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("1", one);
        values.put("2", other);
        return new NamesByColumn(column, values);
    }

    private static PropertyMapping property(String name) {
        return new PropertyMapping(name, name);
    }
}
