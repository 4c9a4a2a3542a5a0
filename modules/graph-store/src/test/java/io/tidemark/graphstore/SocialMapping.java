package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The mapping of the sample schema ({@code connectors/social-graph.yaml}), built by hand. */
public final class SocialMapping {

    public static final TableName USERS = TableName.parse("public.users");
    public static final TableName FOLLOWS = TableName.parse("public.follows");
    public static final TableName MUTES = TableName.parse("public.mutes");
    public static final TableName BLOCKS = TableName.parse("public.blocks");

    public static final TableName RELATIONSHIPS = TableName.parse("public.relationships");

    private SocialMapping() {}

    /** The same with an edge table beside it that has a key of its own, and a foreign key of the users that is an edge. */
    public static Mapping withMoreEdges() {
        List<EdgeMapping> edges = new ArrayList<>(mapping().edges());
        edges.add(new EdgeMapping(
                RELATIONSHIPS,
                "RELATES_TO",
                "id",
                new EndMapping("one_id", "User"),
                new EndMapping("other_id", "User"),
                List.of(property("created_at")),
                null));
        NodeMapping users = mapping().node("User");
        ForeignKeyEdge invited = new ForeignKeyEdge("INVITED", false, new EndMapping("invited_by", "User"));
        NodeMapping invitedUsers = new NodeMapping(
                users.table(),
                users.label(),
                users.key(),
                users.properties(),
                users.absentWhen(),
                Map.of(),
                List.of(invited));
        return new Mapping(List.of(invitedUsers), edges);
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

    private static PropertyMapping property(String name) {
        return new PropertyMapping(name, name);
    }
}
