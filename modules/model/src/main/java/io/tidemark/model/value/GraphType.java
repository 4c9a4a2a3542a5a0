package io.tidemark.model.value;

/** The property types of the graph, each with the Java type that carries it through Tidemark. */
public enum GraphType {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Long}. */
    INTEGER,
    /** {@link Double}. */
    FLOAT,
    /** {@link String}. */
    STRING,
    /** {@code byte[]}. */
    BYTES,
    /** {@link java.time.LocalDate}. */
    DATE,
    /** {@link java.time.LocalTime}. */
    LOCAL_TIME,
    /** {@link java.time.LocalDateTime}. */
    LOCAL_DATETIME,
    /** {@link java.time.OffsetDateTime}, always in UTC. */
    ZONED_DATETIME,
    /** {@link Interval}. */
    DURATION
}
