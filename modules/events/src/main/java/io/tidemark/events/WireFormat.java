package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.ByteBuffer;

/**
 * The Confluent wire format: a zero byte, the schema's id as four bytes big-endian, then the Avro binary.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/">its description</a>
 */
public final class WireFormat {

    /** Where the Avro binary begins. */
    public static final int HEADER_BYTES = 5;

    private WireFormat() {}

    /** Writes the header to the first {@link #HEADER_BYTES} bytes of the target. */
    public static void writeHeader(byte[] target, int schemaId) {
        ByteBuffer.wrap(target).put((byte) 0).putInt(schemaId);
    }

    /**
     * The schema's id.
     *
     * @throws TidemarkException DEAD_LETTER when the bytes are not in this format
     */
    public static int schemaId(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new TidemarkException(
                    Category.DEAD_LETTER,
                    "not in the Confluent wire format (" + bytes.length
                            + " bytes): only the capture may write to this topic");
        }
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
