package io.tidemark.postgres;

import io.tidemark.model.value.ColumnType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog has it.
 *
 * @param name its name
 * @param typeName for messages, as Postgres prints it: {@code character varying(50)}
 * @param type the declared counterpart of the type, or of an array's elements; empty when there is none
 * @param array whether it is an array
 * @param domain whether its type is a domain; {@code type} is then the domain's base
 * @param generated whether its value is computed, and whether the log has it
 * @param nondeterministic whether its collation holds different texts equal
 * @param named a type in it whose values are written as the name that something in the catalog has at the moment; null where there is none
 */
public record Column(
        String name,
        String typeName,
        Optional<ColumnType> type,
        boolean array,
        boolean domain,
        Generated generated,
        boolean nondeterministic,
        @Nullable String named) {

    /** How a column's value comes to be. */
    public enum Generated {
        /** It is written. */
        NO,
        /** It is computed when the row is written, and this server can publish it. */
        STORED,
        /** It is computed when the row is written, and this server is too old to publish it. */
        UNPUBLISHED,
        /** It is computed when the row is read: no row and no log has it. */
        VIRTUAL
    }

    /** A column whose text depends on nothing but its value. */
    public Column(
            String name,
            String typeName,
            Optional<ColumnType> type,
            boolean array,
            boolean domain,
            Generated generated,
            boolean nondeterministic) {
        this(name, typeName, type, array, domain, generated, nondeterministic, null);
    }
}
