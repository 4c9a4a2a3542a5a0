package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.List;
import java.util.Map;

/** Tables whose keys begin with a tenant, as multi-tenant applications have them. */
final class CompositeMapping {

    static final NodeMapping PEOPLE = new NodeMapping(
            TableName.parse("people"),
            "Person",
            List.of("tenant", "no"),
            List.of(new PropertyMapping("name", "name")),
            null,
            Map.of(),
            List.of(new ForeignKeyEdge("INVITED", false, new EndMapping(List.of("tenant", "invited_by"), "Person"))));

    static final EdgeMapping FOLLOWS = EdgeMapping.byEnds(
            TableName.parse("follows"),
            "FOLLOWS",
            new EndMapping(List.of("tenant", "follower"), "Person"),
            new EndMapping(List.of("tenant", "followed"), "Person"),
            List.of(new PropertyMapping("since", "since")),
            null);

    static final EdgeMapping RELATIONSHIPS = new EdgeMapping(
            TableName.parse("relationships"),
            "RELATES_TO",
            List.of("tenant", "id"),
            new EndMapping(List.of("tenant", "one"), "Person"),
            new EndMapping(List.of("tenant", "other"), "Person"),
            List.of(new PropertyMapping("kind", "kind")),
            null,
            Map.of());

    static final Mapping MAPPING = new Mapping(List.of(PEOPLE), List.of(FOLLOWS, RELATIONSHIPS));

    private CompositeMapping() {}
}
