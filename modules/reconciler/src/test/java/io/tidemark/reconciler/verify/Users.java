package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.postgres.RowLookup.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys, rows and elements of a table of users with a name. */
final class Users {

    static final TableName TABLE = TableName.parse("public.users");

    static final NodeMapping MAPPING =
            new NodeMapping(TABLE, "User", "id", List.of(new PropertyMapping("name", "name")), null);

    private Users() {}

    static RowKey key(long id) {
        return RowKey.of(id);
    }

    /** A row, written by a transaction. */
    static Row row(String version, @Nullable String name) {
        return new Row(version, true, Arrays.asList(name));
    }

    /** A row that counts as absent. */
    static Row absentRow(String version, String name) {
        return new Row(version, false, List.of(name));
    }

    static Element element(long id, @Nullable String name) {
        return element(id, "element " + id, name);
    }

    static Element element(long id, String identity, @Nullable String name) {
        return new Element(key(id), identity, true, Arrays.asList(name));
    }

    /** A node without the label of its rows, on which properties are left. */
    static Element reference(long id, @Nullable String name) {
        return new Element(key(id), "element " + id, false, Arrays.asList(name));
    }
}
