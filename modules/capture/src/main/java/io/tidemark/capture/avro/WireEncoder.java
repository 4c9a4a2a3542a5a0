package io.tidemark.capture.avro;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * One schema's encoder into the Confluent wire format: a zero byte, the schema's id as four bytes, big endian, then Avro
 * binary. Not thread-safe: it reuses its buffers.
 */
final class WireEncoder {

    private static final int MAGIC = 0;

    private final String subject;
    private final Schema schema;
    private final int id;
    private final ValueWriter writer;
    private final ReusedBytes bytes = new ReusedBytes();
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    WireEncoder(String subject, Schema schema, int id, ValueWriter writer) {
        this.subject = subject;
        this.schema = schema;
        this.id = id;
        this.writer = writer;
    }

    Schema schema() {
        return schema;
    }

    byte[] encode(Object value) {
        bytes.clear();
        bytes.write(MAGIC);
        bytes.write(id >>> 24);
        bytes.write(id >>> 16);
        bytes.write(id >>> 8);
        bytes.write(id);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (ClassCastException | DataException | IOException e) {
            throw new TidemarkException(
                    Category.FATAL, "a value does not fit the schema of " + subject + ": report this", e);
        }
        return bytes.copy();
    }
}
