package io.tidemark.postgres;

import io.tidemark.model.value.ColumnType;
import java.util.Optional;

/**
 * A column as the catalog has it.
 *
 * @param name its name
 * @param typeName for messages, as Postgres prints it: {@code character varying(50)}
 * @param type the declared counterpart of the type, or of an array's elements; empty when there is none
 * @param array whether it is an array
 * @param domain whether its type is a domain; {@code type} is then the domain's base
 * @param generated whether its value is computed: such columns are not in the log
 * @param nondeterministic whether its collation holds different texts equal
 */
public record Column(
        String name,
        String typeName,
        Optional<ColumnType> type,
        boolean array,
        boolean domain,
        boolean generated,
        boolean nondeterministic) {}
