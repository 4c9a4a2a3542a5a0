package io.tidemark.postgres;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells whether a table was the same one, under the same name and publication and with the same identity in the log, at two
 * moments and all the time between: by what cannot be undone without a trace. Pure.
 *
 * <p>Its text has four parts: the ids of table, publication and entry; the transactions that last wrote the publication and
 * the entry, which names the table or its schema; for each index that can be a replica identity, the
 * transaction that last wrote it, with its flags; and the transaction that last wrote the table's row type, which has the
 * table's name, with its owner. Texts of the versions before have less.
 */
public final class TableIdentity {

    static final String SQL = """
            c.oid || '.' || p.oid || '.' || coalesce(r.oid, 0) || '/' || p.xmin || '.' || coalesce(r.xmin::text, s.xmin::text, '0') || '/'
              || coalesce((select string_agg(i.indexrelid || ':' || i.xmin || ':'
                                               || concat(i.indisclustered::int, i.indcheckxmin::int, i.indisprimary::int), ',')
                             from pg_index i
                            where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
                              and i.indpred is null and i.indexprs is null), '') || '/'
              || (select t.xmin || ':' || t.typowner from pg_type t where t.oid = c.reltype)""";

    private static final int INDEXES = 2;
    private static final int ROW_TYPE = 3;

    private TableIdentity() {}

    /** Whether nothing happened between two moments that could have kept changes out of the log, or given them other keys. */
    public static boolean isSame(String then, String now) {
        String[] before = then.split("/", -1);
        String[] after = now.split("/", -1);
        if (!before[0].equals(after[0])) {
            return false;
        }
        if (before.length <= INDEXES || after.length <= INDEXES) {
            return true;
        }
        Map<String, String> indexes = indexes(before[INDEXES]);
        return before[1].equals(after[1])
                && indexes(after[INDEXES]).entrySet().stream()
                        .allMatch(index ->
                                isHarmless(indexes.getOrDefault(index.getKey(), index.getValue()), index.getValue()))
                && (before.length <= ROW_TYPE
                        || after.length <= ROW_TYPE
                        || isHarmless(before[ROW_TYPE], after[ROW_TYPE]));
    }

    /**
     * Whether a catalog row was not written, or shows why it was: CLUSTER and REINDEX change the flags of an index, OWNER TO the
     * owner of a row type. Where one of the two says nothing of these, the transaction alone tells. A publication has no such
     * excuse: a script that gives it another owner may well have changed what it publishes.
     */
    private static boolean isHarmless(String before, String after) {
        String[] then = before.split(":", -1);
        String[] now = after.split(":", -1);
        return then[0].equals(now[0]) || (then.length > 1 && now.length > 1 && !then[1].equals(now[1]));
    }

    /** An index that was created, recreated or dropped between the moments says nothing. */
    private static Map<String, String> indexes(String part) {
        return part.isEmpty()
                ? Map.of()
                : Arrays.stream(part.split(",", -1))
                        .map(index -> index.split(":", 2))
                        .collect(Collectors.toMap(index -> index[0], index -> index[1]));
    }
}
