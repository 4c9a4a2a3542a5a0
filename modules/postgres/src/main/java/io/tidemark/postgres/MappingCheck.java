package io.tidemark.postgres;

import io.tidemark.model.FieldName;
import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Identifier;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import io.tidemark.model.value.ColumnType;
import io.tidemark.model.value.GraphType;
import io.tidemark.postgres.Table.Partition;
import io.tidemark.postgres.Table.ReplicaIdentity;
import io.tidemark.postgres.Table.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a mapping against the catalog. Pure: the tables are handed in. */
public final class MappingCheck {

    /** The capture knows columns by their declared type; a domain hides it, and then Debezium's conversion applies. */
    private static final Set<ColumnType> BENT_AS_DOMAIN =
            EnumSet.of(ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.NUMERIC);

    /** Each value has one text, the same in Postgres and in the topics. */
    private static final Set<ColumnType> ONE_TEXT = EnumSet.of(
            ColumnType.BOOLEAN,
            ColumnType.SMALLINT,
            ColumnType.INTEGER,
            ColumnType.BIGINT,
            ColumnType.TEXT,
            ColumnType.VARCHAR,
            ColumnType.UUID,
            ColumnType.ENUM);

    private static final Set<ColumnType> NUMBERS = EnumSet.of(ColumnType.REAL, ColumnType.DOUBLE_PRECISION);

    /** As {@code format_type} writes it, with its schema where that is not in the path. */
    private static final Pattern PGVECTOR = Pattern.compile("(?:.*\\.)?(?:vector|halfvec)(?:\\((\\d+)\\))?");

    private static final Pattern QUOTED_NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

    private static final Pattern UNQUOTED = Pattern.compile("([\"'`]).*\\1", Pattern.DOTALL);

    private static final Mapping NOTHING = new Mapping(List.of(), List.of());

    private final Mapping mapping;
    private final Tables tables;
    private final String role;
    private final List<Problem> problems = new ArrayList<>();

    private MappingCheck(Mapping mapping, Tables tables, String role) {
        this.mapping = mapping;
        this.tables = tables;
        this.role = role;
    }

    /**
     * Everything that keeps these tables from being mapped so.
     *
     * @param tables what {@link Catalog#tables} found for the mapping's tables
     * @param role who reads them, for the statements
     * @return empty when there is none
     */
    public static List<Problem> problems(Mapping mapping, Tables tables, String role) {
        MappingCheck check = new MappingCheck(mapping, tables, role);
        mapping.elements().forEach(element -> check.element(element, true));
        return check.problems;
    }

    /**
     * The part of it that keeps one table from being read as the mapping wants it.
     *
     * @param element one of the mapping's
     * @return as {@link #problems} does
     */
    public static List<Problem> readingProblems(Mapping mapping, Tables tables, String role, ElementMapping element) {
        MappingCheck check = new MappingCheck(mapping, tables, role);
        check.element(element, false);
        return check.problems;
    }

    /**
     * The part of it that decides whether the log says enough, and whether Postgres takes the application's statements: each table
     * is there, with its primary key and replica identity. Columns may come and go while the log is read.
     *
     * @return as {@link #problems} does
     */
    public static List<Problem> logProblems(Mapping mapping, Tables tables, String role) {
        MappingCheck check = new MappingCheck(mapping, tables, role);
        for (ElementMapping element : mapping.elements()) {
            Table table = tables.found().get(element.table());
            if (table == null) {
                check.absent(element.table(), "create it or take it out of the mapping");
            } else {
                check.primaryKey(element, table);
                check.stream(table);
            }
        }
        return check.problems;
    }

    /**
     * The part of it that keeps one column from becoming a property, whatever else is mapped.
     *
     * @return as {@link #problems} does
     */
    public static List<Problem> propertyProblems(Table table, String column) {
        MappingCheck check = new MappingCheck(NOTHING, new Tables(Map.of(table.name(), table), Map.of()), "");
        check.column(table, column);
        if (!Identifier.isValid(column)) {
            check.problem(
                    place(table, column) + " has a name that no property can have",
                    "map it as another: column: property");
        }
        return check.problems;
    }

    private void element(ElementMapping element, boolean throughTheLog) {
        Table table = tables.found().get(element.table());
        if (table == null) {
            absent(element.table(), "create it or correct the mapping");
            return;
        }
        if (table.traits().contains(Trait.NOT_ORDINARY)) {
            problem("table " + element.table() + " is a view or a foreign table", "map the tables behind it");
            return;
        }
        ReadAccess.problem(table, role).ifPresent(problems::add);
        if (!FieldName.isKept(table.name().schema())
                || !FieldName.isKept(table.name().name())) {
            problem(
                    "table " + table.name() + " has a name that no topic can carry",
                    "map tables named with letters, digits and underscores");
        }
        primaryKey(element, table);
        Set<String> keys = new LinkedHashSet<>(element.keyColumns());
        element.ends().forEach(end -> keys.addAll(end.columns()));
        keys.forEach(column -> key(table, column));
        Set<String> names = new LinkedHashSet<>();
        element.nameValues().forEach(value -> names.addAll(value.columns()));
        names.forEach(column -> compared(table, column, "a type or label by column"));
        element.properties().stream()
                .filter(property -> !keys.contains(property.column()) && !names.contains(property.column()))
                .forEach(property -> property(table, property));
        if (element.absentWhen() != null) {
            column(table, element.absentWhen());
        }
        element.presentWhen().keySet().forEach(column -> compared(table, column, "presentWhen"));
        element.ends().forEach(end -> end(table, end));
        columnsOfOneField(element, table);
        if (throughTheLog) {
            stream(table);
        }
    }

    private void absent(TableName name, String fix) {
        problem(
                "table " + name + " does not exist"
                        + alike(Optional.ofNullable(tables.alike().get(name)).map(TableName::toString)),
                fix);
    }

    private static String alike(Optional<String> name) {
        return name.map(found -> "; there is " + found + " (names are case-sensitive in the mapping)")
                .orElse("");
    }

    private void primaryKey(ElementMapping element, Table table) {
        List<String> expected = element.keyColumns();
        if (table.primaryKey().isEmpty()) {
            problem(
                    "table " + table.name() + " has no primary key",
                    "ALTER TABLE " + table.name().quoted() + " ADD PRIMARY KEY (" + quoted(expected) + ")");
        } else if (!new TreeSet<>(table.primaryKey()).equals(new TreeSet<>(expected))) {
            boolean byEnds = element instanceof EdgeMapping edge && edge.identifiedByEnds();
            problem(
                    "table " + table.name() + " has the primary key (" + String.join(", ", table.primaryKey())
                            + ") but the mapping has " + (byEnds ? "from and to" : "the key") + " ("
                            + String.join(", ", expected) + ")",
                    byEnds
                            ? "give the edge key: [" + String.join(", ", table.primaryKey()) + "]"
                            : "they must be the same");
        }
    }

    private void key(Table table, String name) {
        Column column = column(table, name);
        if (column != null
                && (column.array() || !column.type().map(ColumnType::canBeKey).orElse(true))) {
            problem(
                    "column " + table.name() + "." + name + " is " + column.typeName()
                            + ", whose equality differs in Neo4j",
                    "it cannot be a key");
        } else if (column != null && column.nondeterministic()) {
            problem(
                    "column " + table.name() + "." + name
                            + " has a nondeterministic collation: texts that are one key in Postgres are several in Neo4j",
                    "it cannot be a key; give it a deterministic collation");
        }
    }

    /** A column whose values are compared with those that the mapping lists. */
    private void compared(Table table, String name, String by) {
        Column column = column(table, name);
        if (column != null
                && (column.array() || !column.type().map(ONE_TEXT::contains).orElse(true))) {
            problem(
                    "column " + table.name() + "." + name + " is " + column.typeName()
                            + ", whose values can be written in several ways",
                    by + " takes boolean, integer, text, varchar, uuid and enum columns");
        }
    }

    private @Nullable Column column(Table table, String name) {
        Column column = capturedColumn(table, name);
        if (column == null) {
            return null;
        }
        String place = place(table, name);
        if (column.type().isEmpty()) {
            problem(
                    place + " is " + column.typeName() + ", which has no declared type in the graph",
                    (column.named() == null ? "map its text, { column: " + name + ", as: text }, or " : "")
                            + "leave it out of the mapping (docs/column-types.md lists the types)");
        } else if (column.domain()
                && (column.array() || BENT_AS_DOMAIN.contains(column.type().get()))) {
            problem(
                    place + " is the domain " + column.typeName() + " over "
                            + column.type().get().postgresName() + (column.array() ? "[]" : "")
                            + ", some of whose values would arrive changed",
                    "give the column its base type, or map its text: { column: " + name + ", as: text }");
        }
        return column;
    }

    private void property(Table table, PropertyMapping property) {
        VectorIndex vector = property.vector();
        if (vector != null) {
            vectorColumn(table, property.column(), vector);
        } else if (property.text()) {
            textColumn(table, property.column());
        } else {
            column(table, property.column());
        }
    }

    private void textColumn(Table table, String name) {
        Column column = capturedColumn(table, name);
        if (column != null && column.named() != null) {
            problem(
                    place(table, name) + " is " + column.typeName() + ", and Postgres writes " + column.named()
                            + " as the name that something has at the moment: the text changes when that is renamed, and no row does",
                    "leave it out of the mapping");
        }
    }

    private void vectorColumn(Table table, String name, VectorIndex index) {
        Column column = capturedColumn(table, name);
        if (column == null) {
            return;
        }
        Matcher vector = PGVECTOR.matcher(column.typeName());
        if (!vector.matches()
                && !(column.array() && column.type().map(NUMBERS::contains).orElse(false))) {
            problem(
                    place(table, name) + " is " + column.typeName() + ", which is not a vector",
                    "a vector is real[], double precision[], or pgvector's vector or halfvec");
        } else if (vector.matches()
                && vector.group(1) != null
                && !vector.group(1).equals(Integer.toString(index.dimensions()))) {
            problem(
                    place(table, name) + " is " + column.typeName() + ", and its index in the mapping has "
                            + index.dimensions() + " dimensions",
                    "write the same number");
        }
    }

    private static String place(Table table, String name) {
        return "column " + table.name() + "." + name;
    }

    /** What a column needs whatever becomes of it. */
    private @Nullable Column capturedColumn(Table table, String name) {
        Column column = table.columns().get(name);
        String place = place(table, name);
        if (column == null) {
            problem(
                    place + " does not exist"
                            + alike(table.columns().keySet().stream()
                                    .filter(name::equalsIgnoreCase)
                                    .findFirst()),
                    "the table has " + String.join(", ", table.columns().keySet()));
            return null;
        }
        if (UNQUOTED.matcher(name).matches()) {
            problem(place + " has a name in quotes, which Debezium takes off", rename(table, name));
        }
        generated(column, table);
        if (isMisread(column.typeName())) {
            problem(
                    place + " is " + column.typeName()
                            + ", whose name has a dot or a quote: Debezium does not find such a type, and leaves the column out",
                    "ALTER TYPE … RENAME TO (or ALTER SCHEMA … RENAME TO) a name without");
        }
        return column;
    }

    private void generated(Column column, Table table) {
        String place = place(table, column.name());
        switch (column.generated()) {
            case NO, STORED -> {}
            case UNPUBLISHED ->
                problem(
                        place + " is generated, and Postgres before 18 does not put generated columns into the log",
                        "upgrade Postgres, or leave it out of the mapping");
            case VIRTUAL ->
                problem(
                        place + " is generated when it is read (VIRTUAL), so it is not in the log",
                        "make it STORED (drop it, and add it again), or leave it out of the mapping");
        }
    }

    /** Debezium takes a type's name apart at every dot, and does not know one with a quote. */
    private static boolean isMisread(String typeName) {
        return QUOTED_NAME
                .matcher(typeName)
                .results()
                .map(name -> name.group(1))
                .anyMatch(name -> name.contains(".") || name.contains("\""));
    }

    private void end(Table table, EndMapping end) {
        NodeMapping node = mapping.node(end.label());
        Optional<Table> nodes = Optional.ofNullable(tables.found().get(node.table()));
        for (int index = 0; index < end.columns().size(); index++) {
            String column = end.columns().get(index);
            String key = node.key().get(index);
            Optional<GraphType> here = graphType(table, column);
            Optional<GraphType> there = nodes.flatMap(found -> graphType(found, key));
            if (here.isPresent() && there.isPresent() && !here.equals(there)) {
                problem(
                        "column " + table.name() + "." + column + " becomes " + here.get() + " but the key "
                                + node.table() + "." + key + " becomes " + there.get(),
                        "they would never meet");
            }
        }
    }

    private static Optional<GraphType> graphType(Table table, String column) {
        return Optional.ofNullable(table.columns().get(column))
                .flatMap(Column::type)
                .map(ColumnType::graphType);
    }

    /**
     * Whether the log says enough, and Postgres takes the application's statements once the table is published. A TOASTed value
     * that the log leaves out is read again; so the key in the log is enough.
     */
    private void stream(Table table) {
        String name = "table " + table.name();
        stream(name, table.name(), table.primaryKey(), table.traits(), table.replicaIdentity());
        table.partitioning().ancestors().stream()
                .filter(mapping.tables()::contains)
                .forEach(ancestor -> problem(
                        name + " is a partition of " + ancestor
                                + ", which is mapped, too: its changes come as that table's",
                        "map one of the two"));
        for (Partition partition : table.partitioning().unusual()) {
            String which = "partition " + partition.name() + " of " + name;
            if (partition.traits().contains(Trait.NOT_ORDINARY)) {
                problem(
                        which + " is a foreign table, so its changes are not in the log",
                        "ALTER TABLE " + table.name().quoted() + " DETACH PARTITION "
                                + partition.name().quoted());
            } else {
                stream(which, partition.name(), table.primaryKey(), partition.traits(), partition.replicaIdentity());
            }
        }
        columnsThatFold(table);
    }

    private void stream(
            String name, TableName table, List<String> primaryKey, Set<Trait> traits, ReplicaIdentity replicaIdentity) {
        for (Trait trait : traits) {
            switch (trait) {
                case NOT_LOGGED ->
                    problem(
                            name + " is unlogged or temporary, so its changes are not in the log",
                            "ALTER TABLE " + table.quoted() + " SET LOGGED");
                case INHERITED ->
                    problem(
                            name
                                    + " has child tables by inheritance: their rows are among its own, and their changes are"
                                    + " not captured as its own",
                            "ALTER TABLE <child> NO INHERIT " + table.quoted() + ", or map another table");
                case DEFERRABLE_KEY ->
                    problem(
                            name + ": primary key (" + String.join(", ", primaryKey)
                                    + ") is DEFERRABLE, so Postgres cannot replicate UPDATE and DELETE and would refuse them",
                            "make it NOT DEFERRABLE: ALTER TABLE "
                                    + table.quoted()
                                    + " DROP CONSTRAINT <its name>, ADD PRIMARY KEY ("
                                    + quoted(primaryKey) + ")");
                case UNPUBLISHED_IDENTITY ->
                    problem(
                            name
                                    + " has REPLICA IDENTITY FULL and generated columns, which Postgres does not publish: it would"
                                    + " refuse the application's UPDATE and DELETE",
                            "ALTER TABLE " + table.quoted() + " REPLICA IDENTITY DEFAULT");
                // the first is said before, two are about reading, and two are no problem
                case NOT_ORDINARY, UNREADABLE, ROW_SECURITY, PARTITIONED, PARTITION -> {}
            }
        }
        if (replicaIdentity == ReplicaIdentity.OTHER) {
            problem(
                    name + " has a replica identity without its primary key, so that deletes would be of other rows",
                    "ALTER TABLE " + table.quoted() + " REPLICA IDENTITY DEFAULT");
        }
    }

    /** Columns that readers of the topic could not tell apart. */
    private void columnsOfOneField(ElementMapping element, Table table) {
        Map<String, String> fields = new HashMap<>();
        for (String column : element.columns()) {
            String other = fields.putIfAbsent(FieldName.of(column), column);
            if (other != null) {
                problem(
                        "table " + table.name() + " has columns " + Sql.quote(other) + " and " + Sql.quote(column)
                                + ", which are both field " + FieldName.of(column) + " in the topic",
                        rename(table, column));
            }
        }
    }

    private static String rename(Table table, String column) {
        return "ALTER TABLE " + table.name().quoted() + " RENAME COLUMN " + Sql.quote(column) + " TO <another name>";
    }

    private void columnsThatFold(Table table) {
        Map<String, String> folded = new HashMap<>();
        for (String column : table.columns().keySet()) {
            String other = folded.putIfAbsent(column.toLowerCase(Locale.ROOT), column);
            if (other != null) {
                problem(
                        "table " + table.name() + " has columns \"" + other + "\" and \"" + column
                                + "\", which differ only by case: Debezium cannot tell them apart",
                        rename(table, column));
            }
        }
    }

    private static String quoted(List<String> columns) {
        return columns.stream()
                .map(column -> FieldName.isKept(column) && column.equals(column.toLowerCase(Locale.ROOT))
                        ? column
                        : Sql.quote(column))
                .collect(Collectors.joining(", "));
    }

    private void problem(String what, String fix) {
        problems.add(new Problem(what, fix));
    }
}
