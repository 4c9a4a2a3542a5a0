package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.value.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table's key as SQL: rows ordered as the graph orders the same values (text by code point, whatever the database's
 * collation), and found by their texts.
 *
 * @param columns the key's columns in the order of {@link RowKey}
 * @param indexed whether the primary key's index has this order, so that a part of the table can be read by itself
 */
record KeyColumns(List<Column> columns, boolean indexed) {

    /** Postgres orders these by a collation, or by declaration; the graph by code point. */
    private static final Set<ColumnType> AS_TEXT = Set.of(ColumnType.TEXT, ColumnType.VARCHAR, ColumnType.ENUM);

    static KeyColumns of(ElementMapping element, Table table) {
        List<Column> columns = element.keyColumns().stream()
                .map(name -> Objects.requireNonNull(table.columns().get(name), name))
                .toList();
        boolean indexed = table.primaryKey().equals(element.keyColumns())
                && columns.stream().noneMatch(KeyColumns::isText);
        return new KeyColumns(columns, indexed);
    }

    private static boolean isText(Column column) {
        return column.type().filter(AS_TEXT::contains).isPresent();
    }

    /** What to order by. */
    String order() {
        return listed(KeyColumns::ordered);
    }

    /** The condition for rows behind a key, or behind all keys that begin with it; its texts are the parameters. */
    String after(RowKey key) {
        List<Column> bound = columns.subList(0, key.values().size());
        return "(" + bound.stream().map(KeyColumns::ordered).collect(Collectors.joining(", ")) + ") > ("
                + bound.stream()
                        .map(column -> "?::text" + (isText(column) ? "" : "::" + base(column)))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** The texts of a key or of its beginning; empty when no row can have it. */
    Optional<List<String>> texts(RowKey key) {
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < key.values().size(); index++) {
            Optional<String> text = KeyText.of(columns.get(index), key.value(index));
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(texts);
    }

    /** The key's columns as they are. */
    String names() {
        return listed(column -> "t." + Sql.quote(column.name()));
    }

    /** The condition that finds row {@code t} by texts {@code a.u0}, {@code a.u1}. */
    String found() {
        return IntStream.range(0, columns.size())
                .mapToObj(index -> {
                    Column column = columns.get(index);
                    String name = "t." + Sql.quote(column.name());
                    String text = "a.u" + index;
                    if (column.type().filter(type -> type == ColumnType.ENUM).isPresent()) {
                        return name + "::text = " + text;
                    }
                    // a collation may hold different texts equal; the graph does not
                    return isText(column)
                            ? name + " = " + text + " and " + name + "::text collate \"C\" = " + text
                            : name + " = " + text + "::" + base(column);
                })
                .collect(Collectors.joining(" and "));
    }

    /** Without length or precision: a cast to it cuts nothing. */
    private static String base(Column column) {
        return column.type().orElseThrow().postgresName();
    }

    private String listed(Function<Column, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(", "));
    }

    private static String ordered(Column column) {
        String name = "t." + Sql.quote(column.name());
        return isText(column) ? name + "::text collate \"C\"" : name;
    }
}
