package io.tidemark.postgres;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells whether a table was the same one, under the same publication and with the same identity in the log, at two moments and
 * all the time between: by what cannot be undone without a trace. Pure.
 *
 * <p>Its text has three parts: the ids of table, publication and entry; the transactions that last wrote the publication and
 * the entry; and for each index that can be a replica identity, the transaction that last wrote it. Texts of the version before
 * have the first part alone.
 */
public final class TableIdentity {

    static final String SQL = """
            c.oid || '.' || p.oid || '.' || coalesce(r.oid, 0) || '/' || p.xmin || '.' || coalesce(r.xmin::text, '0') || '/'
              || coalesce((select string_agg(i.indexrelid || ':' || i.xmin, ',') from pg_index i
                            where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
                              and i.indpred is null and i.indexprs is null), '')""";

    private static final int PARTS = 3;

    private TableIdentity() {}

    /** Whether nothing happened between two moments that could have kept changes out of the log, or given them other keys. */
    public static boolean isSame(String then, String now) {
        String[] before = then.split("/", -1);
        String[] after = now.split("/", -1);
        if (!before[0].equals(after[0])) {
            return false;
        }
        if (before.length < PARTS || after.length < PARTS) {
            return true;
        }
        Map<String, String> written = indexes(before[2]);
        return before[1].equals(after[1])
                && indexes(after[2]).entrySet().stream()
                        .allMatch(index ->
                                index.getValue().equals(written.getOrDefault(index.getKey(), index.getValue())));
    }

    /** An index that was created, recreated or dropped between the moments says nothing. */
    private static Map<String, String> indexes(String part) {
        return part.isEmpty()
                ? Map.of()
                : Arrays.stream(part.split(",", -1))
                        .map(index -> index.split(":", -1))
                        .collect(Collectors.toMap(index -> index[0], index -> index[1]));
    }
}
