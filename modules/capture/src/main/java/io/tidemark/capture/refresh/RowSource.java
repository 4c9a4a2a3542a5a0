package io.tidemark.capture.refresh;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.tidemark.capture.engine.DebeziumProperties;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows in one snapshot of Postgres, and makes of them what the log's decoder makes. One thread; only {@link #close}
 * may come from another, and breaks off what is being read.
 */
final class RowSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RowSource.class);
    private static final String USAGE = "tidemark refresh";
    private static final int FETCH_ROWS = 100;
    private static final String COLUMN_TYPES = """
            select a.attname, format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, -1)
              from pg_attribute a where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped""";

    private final CaptureSettings settings;
    private final PostgresConnection typesConnection;
    private final RowConverter converter;
    private final Connection connection;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** What is done with the rows of a request, in no order. */
    interface Visitor {

        /** There is a row. */
        void row(Object[] columns) throws RefusedRequestException;

        /** There is none with the key in these columns. */
        void noRow(Object[] columns) throws RefusedRequestException;
    }

    private RowSource(
            CaptureSettings settings,
            PostgresConnection typesConnection,
            RowConverter converter,
            Connection connection) {
        this.settings = settings;
        this.typesConnection = typesConnection;
        this.converter = converter;
        this.connection = connection;
    }

    /** Connects; throws whatever Debezium makes of a failure. */
    static RowSource open(CaptureSettings settings) throws SQLException {
        Properties properties = DebeziumProperties.of(settings, Optional.empty());
        properties.putIfAbsent("driver.connectTimeout", "5");
        properties.putIfAbsent("driver.tcpKeepAlive", "true");
        // Answers come as text, which is what the converters are made for.
        properties.setProperty("driver.prepareThreshold", "0");
        properties.setProperty("driver.binaryTransfer", "false");
        Configuration raw = Configuration.from(properties);
        PostgresConnectorConfig config = new PostgresConnectorConfig(raw);
        PostgresConnection types = new PostgresConnection(config.getJdbcConfig(), USAGE);
        @Nullable RowConverter converter = null;
        try {
            converter = RowConverter.of(raw, config, types.getDatabaseCharset(), new TypeRegistry(types), USAGE);
            Connection connection = converter.connection().connection();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            // It connects again for a type that it does not know.
            types.close();
            return new RowSource(settings, types, converter, connection);
        } catch (SQLException | RuntimeException e) {
            types.close();
            if (converter != null) {
                converter.connection().close();
            }
            throw e;
        }
    }

    /**
     * Takes a snapshot of a table as it is now, kept until {@link #end}. No session can alter it meanwhile.
     *
     * @param byIndex whether rows are found by their key alone, so that a damaged page elsewhere in the table is not read
     * @return what is seen
     */
    TransactionSnapshot begin(TableName table, boolean byIndex) throws SQLException {
        busy.set(true);
        Query.execute(connection, "set local lock_timeout = '2s'");
        if (byIndex) {
            Query.execute(connection, "set local enable_seqscan = off");
            Query.execute(connection, "set local enable_hashjoin = off");
            Query.execute(connection, "set local enable_mergejoin = off");
        }
        // First the lock, then the snapshot: so what is read is of the table as it is described.
        Query.execute(connection, "lock table only " + table.quoted() + " in access share mode");
        return TransactionSnapshot.of(connection);
    }

    /** Drops the snapshot. */
    void end() throws SQLException {
        connection.rollback();
        busy.set(false);
    }

    /** The table that is being read. */
    Table table(TableName name) throws SQLException, RefusedRequestException {
        Table table = converter.table(name);
        if (table == null || table.primaryKeyColumnNames().isEmpty()) {
            throw new RefusedRequestException("table " + name + " is gone, or has no primary key");
        }
        return table;
    }

    /** Makes records of the table's rows. */
    Envelopes envelopes(TableName name, Table table) {
        return new Envelopes(
                settings.topics().table(name),
                settings.topics().prefix(),
                settings.database().database(),
                converter.schema(table));
    }

    /** Shows every row that is asked for, as it is fetched. */
    void read(RefreshRequest request, Table table, Visitor visitor) throws SQLException, RefusedRequestException {
        Set<String> texts = settings.mapping()
                .element(request.table())
                .map(ElementMapping::textColumns)
                .orElse(Set.of());
        List<RefreshQuery.RowColumn> row = table.columns().stream()
                .map(column -> new RefreshQuery.RowColumn(column.name(), texts.contains(column.name())))
                .toList();
        List<RefreshQuery.KeyColumn> key = key(request.table(), table);
        RefreshQuery query = request.query(row, key);
        int keys = query.arrays() ? key.size() : 0;
        try (PreparedStatement statement = query.prepare(connection, FETCH_ROWS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object[] columns = new Object[row.size()];
                if (rows.getBoolean(1)) {
                    for (Column column : table.columns()) {
                        int index = column.position() - 1;
                        columns[index] = value(rows, 2 + keys + index, column, table);
                    }
                    visitor.row(columns);
                } else {
                    for (int i = 0; i < keys; i++) {
                        Column column = table.columnWithName(key.get(i).name());
                        columns[column.position() - 1] = value(rows, 2 + i, column, table);
                    }
                    visitor.noRow(columns);
                }
            }
        }
    }

    /**
     * The first keys of a range, in its order.
     *
     * @param most how many
     */
    List<List<String>> keys(RefreshRequest.Range request, Table table, int most) throws SQLException {
        List<RefreshQuery.KeyColumn> key = key(request.table(), table);
        List<List<String>> keys = new ArrayList<>();
        try (PreparedStatement statement =
                        RefreshQuery.rangeKeys(request, key, most).prepare(connection, most);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= key.size(); i++) {
                    values.add(rows.getString(i));
                }
                keys.add(List.copyOf(values));
            }
        }
        return keys;
    }

    private Object value(ResultSet rows, int index, Column column, Table table) throws SQLException {
        return converter.connection().getColumnValue(rows, index, column, table);
    }

    private List<RefreshQuery.KeyColumn> key(TableName name, Table table) throws SQLException {
        Map<String, RefreshQuery.KeyColumn> columns = Query.list(
                        connection,
                        COLUMN_TYPES,
                        row -> new RefreshQuery.KeyColumn(row.getString(1), row.getString(2), row.getString(3)),
                        name.quoted())
                .stream()
                .collect(Collectors.toMap(RefreshQuery.KeyColumn::name, column -> column));
        return table.primaryKeyColumnNames().stream()
                .map(column -> Objects.requireNonNull(columns.get(column)))
                .toList();
    }

    /** Ends the connections. */
    @Override
    public void close() {
        try {
            if (busy.get()) {
                connection.abort(Runnable::run);
            } else {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("a connection closed with", e);
        }
        typesConnection.close();
    }
}
