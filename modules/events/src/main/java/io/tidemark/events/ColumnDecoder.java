package io.tidemark.events;

/** Turns one column's Avro value into the graph's value ({@link io.tidemark.model.value.GraphType}). */
@FunctionalInterface
interface ColumnDecoder {

    /**
     * Decodes one value; null columns do not come here.
     *
     * @throws UnmappableValueException when the graph cannot hold this value
     */
    Object decode(Object avroValue);
}
