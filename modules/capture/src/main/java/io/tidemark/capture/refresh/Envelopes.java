package io.tidemark.capture.refresh;

import io.debezium.connector.postgresql.Module;
import io.debezium.data.Envelope;
import io.debezium.relational.TableSchema;
import io.tidemark.capture.publish.Refresh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of re-read rows together. They belong to no transaction of Postgres, and say so: no {@code
 * transaction}, no {@code txId}, no {@code lsn}. Pure.
 *
 * @param prefix the topics' prefix, Debezium's name of the source
 */
record Envelopes(String topic, String prefix, String database, TableSchema schema) {

    /** The row as it is. */
    Refresh.Reread upsert(Object[] row, Instant now) {
        return reread(schema.keyFromColumnData(row), schema.valueFromColumnData(row), now);
    }

    /** There is no row with this key; the other columns of {@code row} are not read. */
    Refresh.Reread delete(Object[] row, Instant now) {
        return reread(schema.keyFromColumnData(row), null, now);
    }

    private Refresh.Reread reread(Struct key, @Nullable Struct after, Instant now) {
        Envelope envelope = schema.getEnvelopeSchema();
        Struct source =
                source(envelope.schema().field(Envelope.FieldName.SOURCE).schema(), now);
        Struct value = after == null ? envelope.delete(null, source, now) : envelope.read(after, source, now);
        SourceRecord record =
                new SourceRecord(Map.of(), Map.of(), topic, null, schema.keySchema(), key, envelope.schema(), value);
        return new Refresh.Reread(record, after == null);
    }

    private Struct source(Schema source, Instant now) {
        return new Struct(source)
                .put("version", Module.version())
                .put("connector", Module.name())
                .put("name", prefix)
                .put("ts_ms", now.toEpochMilli())
                .put("ts_us", ChronoUnit.MICROS.between(Instant.EPOCH, now))
                .put("ts_ns", ChronoUnit.NANOS.between(Instant.EPOCH, now))
                .put("snapshot", "false")
                .put("db", database)
                .put("schema", schema.id().schema())
                .put("table", schema.id().table());
    }
}
