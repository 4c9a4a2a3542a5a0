package io.tidemark.capture.refresh;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresTaskContext;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.PostgresDefaultValueConverter;
import io.debezium.converters.custom.CustomConverterServiceProvider;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.tidemark.model.TableName;
import io.tidemark.postgres.Query;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's way from a column's value to the record, put together as its connector does for the log: the same converters
 * under the same options. One thread.
 */
final class RowConverter {

    private static final String PUBLISHED = "select attnames::text[] from pg_publication_tables"
            + " where pubname = ? and schemaname = ? and tablename = ?";

    private final PostgresConnectorConfig config;
    private final PostgresConnection connection;
    private final Schemas schemas;

    /** Debezium leaves its table schemas to subclasses. */
    private static final class Schemas extends PostgresSchema {

        @SuppressWarnings("unchecked") // Debezium's configuration does not know whose topics it names
        Schemas(
                Context context,
                PostgresDefaultValueConverter defaults,
                PostgresValueConverter values,
                CustomConverterRegistry custom) {
            super(
                    context,
                    defaults,
                    context.getConfig().getTopicNamingStrategy(PostgresConnectorConfig.TOPIC_NAMING_STRATEGY),
                    values,
                    custom);
        }
    }

    private static final class Context extends PostgresTaskContext {

        Context(Configuration raw, PostgresConnectorConfig config) {
            super(raw, config);
        }
    }

    private RowConverter(PostgresConnectorConfig config, PostgresConnection connection, Schemas schemas) {
        this.config = config;
        this.connection = connection;
        this.schemas = schemas;
    }

    /**
     * A converter with a connection of its own to read through.
     *
     * @param types knows Postgres' types, and asks for those that are made later
     */
    static RowConverter of(
            Configuration raw, PostgresConnectorConfig config, Charset charset, TypeRegistry types, String usage) {
        PostgresConnection connection = new PostgresConnection(
                config.getJdbcConfig(), types, registry -> PostgresValueConverter.of(config, charset, registry), usage);
        config.getServiceRegistry().registerServiceProvider(new CustomConverterServiceProvider());
        Schemas schemas = new Schemas(
                new Context(raw, config),
                connection.getDefaultValueConverter(),
                PostgresValueConverter.of(config, charset, types),
                config.getServiceRegistry().getService(CustomConverterRegistry.class));
        return new RowConverter(config, connection, schemas);
    }

    PostgresConnection connection() {
        return connection;
    }

    /**
     * The table as the log has it now: of generated columns only those that are published. While it stays, its schema objects stay the same.
     *
     * @return null when there is no such table
     */
    @Nullable
    Table table(TableName name) throws SQLException {
        TableId id = new TableId(null, name.schema(), name.name());
        List<Column> all = connection.getTableColumnsForDecoder(id, config.getColumnFilter());
        Set<String> published = all.stream().anyMatch(Column::isGenerated) ? published(name) : Set.of();
        List<Column> columns = all.stream()
                .filter(column -> !column.isGenerated() || published.contains(column.name()))
                .toList();
        if (columns.isEmpty()) {
            return null;
        }
        Table now = Table.editor()
                .tableId(id)
                .addColumns(columns)
                .setPrimaryKeyNames(
                        connection.readPrimaryKeyNames(connection.connection().getMetaData(), id))
                .create();
        if (!now.equals(schemas.tableFor(id))) {
            schemas.refresh(now);
        }
        return schemas.tableFor(id);
    }

    private Set<String> published(TableName name) throws SQLException {
        return Query.first(
                        connection.connection(),
                        PUBLISHED,
                        row -> Set.of((String[]) row.getArray(1).getArray()),
                        config.publicationName(),
                        name.schema(),
                        name.name())
                .orElse(Set.of());
    }

    /** How the table's keys and envelopes look. */
    TableSchema schema(Table table) {
        return schemas.schemaFor(table.id());
    }
}
