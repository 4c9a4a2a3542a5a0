package io.tidemark.connector;

import io.debezium.connector.postgresql.PostgresStreamingChangeEventSource.PgConnectionSupplier;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationMessage.ColumnTypeMetadata;
import io.debezium.connector.postgresql.connection.ReplicationMessage.ColumnValue;
import io.debezium.connector.postgresql.connection.ReplicationMessageColumnValueResolver;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a value of the log the text that Postgres sent, for columns that ask for it. Stands where Debezium's {@code PgOutputReplicationMessage}
 * would call {@link ReplicationMessageColumnValueResolver}, which knows some types and drops the others.
 */
public final class ColumnTexts {

    /** Asks for the text. */
    private static final PgConnectionSupplier TEXT = () -> {
        throw new SQLException("a text needs no connection");
    };

    private ColumnTexts() {}

    /** As {@link ReplicationMessageColumnValueResolver} does, except for a column made by {@link #of}. */
    public static @Nullable Object resolveValue(
            String columnName,
            PostgresType type,
            String fullType,
            ColumnValue<?> value,
            PgConnectionSupplier connection,
            boolean includeUnknownDatatypes,
            TypeRegistry typeRegistry) {
        return connection == TEXT
                ? value.asString()
                : ReplicationMessageColumnValueResolver.resolveValue(
                        columnName, type, fullType, value, connection, includeUnknownDatatypes, typeRegistry);
    }

    /** The column, its value as text. */
    static Column of(Column column) {
        return new Text(column);
    }

    private record Text(Column column) implements Column {

        @Override
        public String getName() {
            return column.getName();
        }

        @Override
        public PostgresType getType() {
            return column.getType();
        }

        @Override
        public ColumnTypeMetadata getTypeMetadata() {
            return column.getTypeMetadata();
        }

        @Override
        public @Nullable Object getValue(PgConnectionSupplier connection, boolean includeUnknownDatatypes) {
            return column.getValue(TEXT, includeUnknownDatatypes);
        }

        @Override
        public boolean isOptional() {
            return column.isOptional();
        }

        @Override
        public boolean isToastedColumn() {
            return column.isToastedColumn();
        }
    }
}
