package io.tidemark.connector;

import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.MessageDecoderContext;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputMessageDecoder;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputReplicationMessage;
import io.debezium.relational.TableId;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's decoder of the log, for which the columns of {@link TextColumns} are text. Stands where Debezium would make its {@link
 * PgOutputMessageDecoder}. One thread.
 */
public final class TextDecoder extends PgOutputMessageDecoder {

    private final TextColumns columns;
    /** By the name that a message has. */
    private final Map<String, String> tables = new HashMap<>();

    /** As Debezium makes its decoder. */
    @SuppressWarnings("deprecation") // a property that Debezium does not know is nowhere else
    public TextDecoder(MessageDecoderContext context, PostgresConnection connection) {
        super(context, connection);
        columns = TextColumns.of(context.getConfig().getConfig().getString(TextColumns.PROPERTY));
    }

    @Override
    public void processNotEmptyMessage(
            ByteBuffer buffer, ReplicationMessageProcessor processor, TypeRegistry typeRegistry)
            throws SQLException, InterruptedException {
        super.processNotEmptyMessage(
                buffer,
                columns.isEmpty()
                        ? processor
                        : message -> {
                            if (message instanceof PgOutputReplicationMessage) {
                                toText(message);
                            }
                            processor.process(message);
                        },
                typeRegistry);
    }

    /** The lists are the message's own, made for it by the decoder. */
    private void toText(ReplicationMessage message) {
        String table = tables.computeIfAbsent(
                message.getTable(), name -> TableId.parse(name, false).identifier());
        toText(table, message.getOldTupleList());
        toText(table, message.getNewTupleList());
    }

    private void toText(String table, @Nullable List<Column> tuple) {
        if (tuple != null) {
            tuple.replaceAll(column -> columns.contains(table, column.getName()) ? ColumnTexts.of(column) : column);
        }
    }
}
