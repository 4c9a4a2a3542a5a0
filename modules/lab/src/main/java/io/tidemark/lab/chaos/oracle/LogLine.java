package io.tidemark.lab.chaos.oracle;

import io.tidemark.lab.chaos.judge.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row's line of Postgres' {@code test_decoding} plugin, for example {@code table public.users: UPDATE: old-key:
 * id[uuid]:'…' new-tuple: id[uuid]:'…' username[character varying]:'it''s'}. Pure.
 *
 * @param tables with their schemas; more than one only of a truncation
 * @param operation as the plugin spells it: INSERT, UPDATE, DELETE, TRUNCATE
 * @param old the old key's columns; empty unless an update changed the key
 * @param row the columns after the operation, a delete's key columns
 */
record LogLine(
        List<String> tables, String operation, Map<String, @Nullable String> old, Map<String, @Nullable String> row) {

    private static final String START = "table ";
    private static final String OLD = "old-key: ";
    private static final String NEW = "new-tuple: ";

    String table() {
        return tables.get(0);
    }

    static boolean isRow(String line) {
        return line.startsWith(START);
    }

    static LogLine parse(String line) {
        int tableEnd = line.indexOf(": ");
        List<String> tables = List.of(line.substring(START.length(), tableEnd).split(", "));
        int operationEnd = line.indexOf(':', tableEnd + 2);
        String operation = line.substring(tableEnd + 2, operationEnd);
        if (operation.equals("TRUNCATE")) {
            return new LogLine(tables, operation, Map.of(), Map.of());
        }
        Columns columns = new Columns(line, operationEnd + 2);
        Map<String, @Nullable String> old = columns.takes(OLD) ? columns.upTo(NEW) : Map.of();
        return new LogLine(tables, operation, old, columns.upTo(null));
    }

    private static final class Columns {

        private final String line;
        private int position;

        Columns(String line, int position) {
            this.line = line;
            this.position = position;
        }

        boolean takes(String word) {
            boolean there = line.startsWith(word, position);
            position += there ? word.length() : 0;
            return there;
        }

        Map<String, @Nullable String> upTo(@Nullable String end) {
            Map<String, @Nullable String> columns = new LinkedHashMap<>();
            while (position < line.length() && (end == null || !takes(end))) {
                int nameEnd = line.indexOf('[', position);
                int typeEnd = line.indexOf("]:", nameEnd);
                String type = line.substring(nameEnd + 1, typeEnd);
                String name = line.substring(position, nameEnd);
                position = typeEnd + 2;
                String value = value();
                columns.put(
                        name,
                        value != null && type.equals("timestamp with time zone") ? Texts.postgresTime(value) : value);
            }
            return columns;
        }

        private @Nullable String value() {
            if (line.charAt(position) != '\'') {
                int end = line.indexOf(' ', position);
                String bare = line.substring(position, end < 0 ? line.length() : end);
                position = end < 0 ? line.length() : end + 1;
                return bare.equals("null") ? null : bare;
            }
            StringBuilder value = new StringBuilder();
            int at = position + 1;
            while (true) {
                int quote = line.indexOf('\'', at);
                value.append(line, at, quote);
                at = quote + 1;
                if (at >= line.length() || line.charAt(at) != '\'') {
                    position = at + 1; // the blank behind it
                    return value.toString();
                }
                value.append('\'');
                at++;
            }
        }
    }
}
