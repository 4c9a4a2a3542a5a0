package io.tidemark.postgres;

/**
 * SQL for the text that Postgres writes for a value, as psql shows it and the log has it. Pure.
 *
 * <p>Not a cast: {@code ::text} takes the blanks off a {@code char(5)}, writes a boolean as {@code true}, adds a netmask to {@code inet}, and
 * may be a function of the application's own.
 */
public final class ValueText {

    private ValueText() {}

    /** The expression; null where the value is null, and not where it is a row of nulls. */
    public static String of(String value) {
        return "case when pg_catalog.num_nulls(" + value + ") = 0 then pg_catalog.format('%s', " + value + ") end";
    }

    /** The expression for the numbers in the text of an array, or of a pgvector, which is written in square brackets. */
    static String numbers(String value) {
        String text = "(" + of(value) + ")";
        return "(case when pg_catalog.strpos(" + text + ", '{') = 0 then pg_catalog.translate(" + text
                + ", '[]', '{}') else " + text + " end)::float8[]";
    }
}
