package io.tidemark.capture.avro;

import org.apache.avro.Schema;

/** Where a schema's id in the wire format comes from. */
@FunctionalInterface
public interface SchemaIds {

    /**
     * Registers the schema under the subject, or finds it there.
     *
     * @return the registry's id for it
     * @throws io.tidemark.model.TidemarkException RETRY when the registry cannot be reached, FATAL when it refuses the
     *     schema
     */
    int idOf(String subject, Schema schema);
}
