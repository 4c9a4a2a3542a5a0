package io.tidemark.lab.chaos;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** The tables beside the sample's whose rows are edges in other ways (by a key of their own, by a foreign key), or have keys of two columns. */
public final class RelationTables {

    private static final TableName RELATIONSHIPS = TableName.parse("public.relationships");

    private RelationTables() {}

    /** Whether a mapping has them. */
    static boolean areIn(Mapping mapping) {
        return mapping.tables().contains(RELATIONSHIPS);
    }

    /** Makes them; they must not be there. */
    static void create(DatabaseUrl database) throws SQLException {
        try (Connection connection = Connections.openAsApplication(database)) {
            Query.execute(connection, resource("relations.sql"));
        }
    }

    /** Writes the mapping of the sample's tables and of these into a folder; returns the file. */
    public static Path mapping(Path folder) {
        try {
            return Files.writeString(folder.resolve("mapping.yaml"), resource("mapping.yaml"));
        } catch (IOException e) {
            throw new IllegalStateException(folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(RelationTables.class.getResourceAsStream("/chaos/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " is not packaged", e);
        }
    }
}
