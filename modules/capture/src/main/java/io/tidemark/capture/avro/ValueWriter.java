package io.tidemark.capture.avro;

import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes the values of one Connect schema as its Avro schema wants them. */
@FunctionalInterface
interface ValueWriter {

    /**
     * Appends one value.
     *
     * @param value of the Java class that Connect prescribes for the schema; null only where the schema allows it
     */
    void write(@Nullable Object value, Encoder out) throws IOException;
}
