package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Column.Generated;
import io.tidemark.postgres.Table.Partition;
import io.tidemark.postgres.Table.Partitioning;
import io.tidemark.postgres.Table.ReplicaIdentity;
import io.tidemark.postgres.Table.Trait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MappingCheckTest {

    private static final TableName USERS = TableName.parse("users");
    private static final TableName FOLLOWS = TableName.parse("follows");
    private static final Mapping MAPPING = new Mapping(
            List.of(new NodeMapping(
                    USERS, "User", "id", List.of(new PropertyMapping("username", "username")), "deleted_at")),
            List.of(EdgeMapping.byEnds(
                    FOLLOWS,
                    "FOLLOWS",
                    new EndMapping("follower", "User"),
                    new EndMapping("following", "User"),
                    List.of(),
                    null)));

    private static Column column(String name, String type) {
        return new Column(name, type, ColumnType.ofPostgres(type), false, false, Generated.NO, false);
    }

    private static Table table(TableName name, List<String> primaryKey, Column... columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        for (Column column : columns) {
            byName.put(column.name(), column);
        }
        return new Table(name, byName, primaryKey, ReplicaIdentity.PRIMARY_KEY, Set.of());
    }

    private static Table users(Column... others) {
        List<Column> columns = new java.util.ArrayList<>(List.of(others));
        columns.add(column("deleted_at", "timestamptz"));
        return table(USERS, List.of("id"), columns.toArray(Column[]::new));
    }

    private static Table users(ReplicaIdentity identity) {
        return new Table(USERS, GOOD_USERS.columns(), List.of("id"), identity, Set.of());
    }

    private static Table users(Trait trait) {
        return new Table(USERS, GOOD_USERS.columns(), List.of("id"), ReplicaIdentity.PRIMARY_KEY, Set.of(trait));
    }

    private static List<String> problems(Table... tables) {
        return problems(MAPPING, tables);
    }

    private static List<String> problems(Mapping mapping, Table... tables) {
        Map<TableName, Table> byName = new LinkedHashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table);
        }
        return MappingCheck.problems(mapping, new Tables(byName, Map.of()), "reader").stream()
                .map(Problem::toString)
                .toList();
    }

    private static final Table GOOD_USERS = users(column("id", "uuid"), column("username", "text"));
    private static final Table GOOD_FOLLOWS =
            table(FOLLOWS, List.of("following", "follower"), column("follower", "uuid"), column("following", "uuid"));

    @Test
    void tables_that_fit_have_no_problem() {
        assertThat(problems(GOOD_USERS, GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void a_column_that_says_types_or_labels_is_there_and_its_values_have_one_text() {
        NodeMapping user = MAPPING.nodes().get(0);
        EdgeMapping follows = MAPPING.edges().get(0);
        Mapping mapping = new Mapping(
                List.of(new NodeMapping(
                        user.table(),
                        user.label(),
                        user.key(),
                        user.properties(),
                        user.absentWhen(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(new NamesByColumn("species", Map.of("1", "Person"))))),
                List.of(new EdgeMapping(
                        FOLLOWS,
                        "",
                        List.of(),
                        follows.from(),
                        follows.to(),
                        List.of(new PropertyMapping("kind", "kind")),
                        null,
                        Map.of(),
                        new NamesByColumn("kind", Map.of("f", "FOLLOWS")))));
        Table odd = users(column("id", "uuid"), column("username", "text"), column("species", "numeric"));
        assertThat(
                        MappingCheck.problems(
                                        mapping,
                                        new Tables(Map.of(USERS, odd, FOLLOWS, GOOD_FOLLOWS), Map.of()),
                                        "reader")
                                .stream()
                                .map(Problem::toString))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("column public.users.species is numeric")
                                .endsWith(
                                        "a type or label by column takes boolean, integer, text, varchar, uuid and enum"
                                                + " columns"),
                        line -> assertThat(line).startsWith("column public.follows.kind does not exist"));
    }

    @Test
    void an_edge_with_a_key_of_its_own_has_it_as_primary_key_and_ends_that_could_be_keys() {
        Mapping mapping = new Mapping(
                MAPPING.nodes(),
                List.of(new EdgeMapping(
                        FOLLOWS,
                        "FOLLOWS",
                        "id",
                        new EndMapping("follower", "User"),
                        new EndMapping("following", "User"),
                        List.of(),
                        null)));
        Table good = table(
                FOLLOWS, List.of("id"), column("id", "int8"), column("follower", "uuid"), column("following", "uuid"));
        assertThat(MappingCheck.problems(
                        mapping, new Tables(Map.of(USERS, GOOD_USERS, FOLLOWS, good), Map.of()), "reader"))
                .isEmpty();
        Table bad = table(
                FOLLOWS,
                List.of("follower", "following"),
                column("id", "int8"),
                column("follower", "jsonb"),
                column("following", "int8"));
        assertThat(MappingCheck.problems(
                        mapping, new Tables(Map.of(USERS, GOOD_USERS, FOLLOWS, bad), Map.of()), "reader"))
                .extracting(Problem::what)
                .anyMatch(what -> what.contains("but the mapping has the key (id)"))
                .anyMatch(what -> what.contains("follower is jsonb, whose equality differs"))
                .anyMatch(what -> what.contains("following becomes INTEGER but the key public.users.id becomes"));
    }

    @Test
    void rows_count_by_columns_whose_values_have_one_text() {
        Mapping mapping = new Mapping(
                List.of(new NodeMapping(
                        USERS,
                        "User",
                        List.of("id"),
                        List.of(),
                        null,
                        Map.of("username", List.of("alice"), "deleted_at", List.of("never"), "gone", List.of("no")),
                        List.of())),
                List.of());
        assertThat(MappingCheck.problems(mapping, new Tables(Map.of(USERS, GOOD_USERS), Map.of()), "reader"))
                .extracting(Problem::what)
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what).contains("deleted_at is timestamptz, whose values can be written"),
                        what -> assertThat(what).contains("gone does not exist"));
    }

    @Test
    void a_grant_names_the_role_that_reads_not_the_one_that_grants() {
        assertThat(problems(users(Trait.UNREADABLE), GOOD_FOLLOWS))
                .containsExactly(
                        "table public.users cannot be read by role reader: GRANT USAGE ON SCHEMA \"public\" TO \"reader\";"
                                + " GRANT SELECT ON " + USERS.quoted() + " TO \"reader\"");
    }

    @Test
    void every_missing_thing_is_named_at_once() {
        assertThat(problems(users(column("id", "uuid"), column("name", "text"))))
                .containsExactly(
                        "column public.users.username does not exist: the table has id, name, deleted_at",
                        "table public.follows does not exist: create it or correct the mapping");
    }

    @Test
    void a_name_that_differs_only_by_case_is_named() {
        Table users = users(column("id", "uuid"), column("UserName", "text"));
        Tables tables = new Tables(Map.of(USERS, users), Map.of(FOLLOWS, new TableName("Public", "Follows")));
        String follows = "table public.follows does not exist; there is Public.Follows (names are case-sensitive in the"
                + " mapping)";
        assertThat(MappingCheck.problems(MAPPING, tables, "reader"))
                .extracting(Problem::what)
                .containsExactly(
                        "column public.users.username does not exist; there is UserName (names are case-sensitive in the"
                                + " mapping)",
                        follows);
        assertThat(MappingCheck.logProblems(MAPPING, tables, "reader"))
                .extracting(Problem::what)
                .containsExactly(follows);
    }

    @Test
    void a_table_without_a_primary_key_is_named_with_the_statement() {
        Table follows = table(FOLLOWS, List.of(), column("follower", "uuid"), column("following", "uuid"));
        assertThat(problems(GOOD_USERS, follows))
                .containsExactly(
                        "table public.follows has no primary key: ALTER TABLE \"public\".\"follows\" ADD PRIMARY"
                                + " KEY (follower, following)");
    }

    @Test
    void an_edge_with_a_key_of_its_own_is_refused() {
        Table follows = table(
                FOLLOWS, List.of("id"), column("id", "int8"), column("follower", "uuid"), column("following", "uuid"));
        assertThat(problems(GOOD_USERS, follows))
                .singleElement()
                .asString()
                .contains("primary key (id)", "from and to (follower, following)", "give the edge key: [id]");
    }

    @Test
    void a_type_without_a_counterpart_is_refused_by_name() {
        Column point = new Column("username", "point", Optional.empty(), false, false, Generated.NO, false);
        assertThat(problems(users(column("id", "uuid"), point), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("public.users.username is point", "docs/column-types.md");
    }

    @Test
    void any_type_may_be_mapped_as_text_but_one_that_is_written_as_a_name() {
        Mapping mapping = new Mapping(
                List.of(new NodeMapping(USERS, "User", "id", List.of(PropertyMapping.ofText("place", "place")), null)),
                List.of());
        Column point = new Column("place", "point", Optional.empty(), false, false, Generated.NO, false);
        Column type = new Column("place", "regtype[]", Optional.empty(), true, false, Generated.NO, false, "regtype");
        assertThat(problems(mapping, users(column("id", "uuid"), point))).isEmpty();
        assertThat(problems(mapping, users(column("id", "uuid"), type)))
                .singleElement()
                .asString()
                .contains("public.users.place is regtype[]", "leave it out of the mapping");
    }

    @Test
    void a_key_whose_equality_differs_is_refused() {
        Table follows = table(
                FOLLOWS, List.of("follower", "following"), column("follower", "numeric"), column("following", "uuid"));
        assertThat(problems(GOOD_USERS, follows))
                .singleElement()
                .asString()
                .contains("public.follows.follower is numeric", "cannot be a key");
    }

    @Test
    void ends_that_would_never_meet_are_refused() {
        Table follows = table(
                FOLLOWS, List.of("follower", "following"), column("follower", "int8"), column("following", "uuid"));
        assertThat(problems(GOOD_USERS, follows))
                .singleElement()
                .asString()
                .contains("public.follows.follower becomes INTEGER", "public.users.id becomes STRING");
    }

    @Test
    void a_generated_column_is_taken_where_the_log_can_have_it() {
        Column stored =
                new Column("username", "text", Optional.of(ColumnType.TEXT), false, false, Generated.STORED, false);
        assertThat(problems(users(column("id", "uuid"), stored), GOOD_FOLLOWS)).isEmpty();
        Column old = new Column(
                "username", "text", Optional.of(ColumnType.TEXT), false, false, Generated.UNPUBLISHED, false);
        assertThat(problems(users(column("id", "uuid"), old), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("is generated, and Postgres before 18", "upgrade Postgres");
        Column generated =
                new Column("username", "text", Optional.of(ColumnType.TEXT), false, false, Generated.VIRTUAL, false);
        assertThat(problems(users(column("id", "uuid"), generated), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("is generated when it is read (VIRTUAL)", "make it STORED");
    }

    @Test
    void a_value_that_can_be_stored_out_of_line_needs_no_full_replica_identity() {
        assertThat(problems(users(ReplicaIdentity.PRIMARY_KEY), GOOD_FOLLOWS)).isEmpty();
        assertThat(problems(users(ReplicaIdentity.FULL), GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void a_replica_identity_that_leaves_out_the_key_is_refused() {
        assertThat(problems(users(ReplicaIdentity.OTHER), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .endsWith("ALTER TABLE \"public\".\"users\" REPLICA IDENTITY DEFAULT");
    }

    /** What is unusual about a table, what is said of it, and whether a running stream is endangered. */
    @ParameterizedTest
    @CsvSource({
        "NOT_ORDINARY,'is a view or a foreign table',false",
        "NOT_LOGGED,SET LOGGED,true",
        "INHERITED,NO INHERIT,true",
        "DEFERRABLE_KEY,make it NOT DEFERRABLE,true",
        "UNPUBLISHED_IDENTITY,REPLICA IDENTITY DEFAULT,true",
        "UNREADABLE,GRANT SELECT,false",
        "ROW_SECURITY,BYPASSRLS,false"
    })
    void every_trait_is_refused_with_its_fix(Trait trait, String fix, boolean stopsTheStream) {
        assertThat(problems(users(trait), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .startsWith(trait == Trait.ROW_SECURITY ? "row security" : "table public.users")
                .contains(fix);
        assertThat(MappingCheck.logProblems(
                        MAPPING, new Tables(Map.of(USERS, users(trait), FOLLOWS, GOOD_FOLLOWS), Map.of()), "reader"))
                .hasSize(stopsTheStream ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ORDINARY,is a foreign table,DETACH PARTITION",
        "NOT_LOGGED,is unlogged,'ALTER TABLE \"public\".\"users_1\" SET LOGGED'",
        "DEFERRABLE_KEY,is DEFERRABLE,make it NOT DEFERRABLE",
        "UNPUBLISHED_IDENTITY,REPLICA IDENTITY FULL,REPLICA IDENTITY DEFAULT"
    })
    void an_unusual_partition_is_refused_by_its_name(Trait trait, String what, String fix) {
        assertThat(problems(partitioned(ReplicaIdentity.PRIMARY_KEY, Set.of(trait)), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .startsWith("partition public.users_1 of table public.users")
                .contains(what, fix);
    }

    @Test
    void every_partition_needs_an_identity_of_its_own() {
        assertThat(problems(partitioned(ReplicaIdentity.OTHER, Set.of()), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("partition public.users_1 of table public.users has a replica identity")
                .endsWith("ALTER TABLE \"public\".\"users_1\" REPLICA IDENTITY DEFAULT");
        assertThat(problems(partitioned(ReplicaIdentity.FULL, Set.of()), GOOD_FOLLOWS))
                .isEmpty();
    }

    @Test
    void a_partition_is_not_mapped_beside_its_table() {
        Table follows = new Table(
                FOLLOWS,
                GOOD_FOLLOWS.columns(),
                GOOD_FOLLOWS.primaryKey(),
                ReplicaIdentity.PRIMARY_KEY,
                Set.of(Trait.PARTITION),
                new Partitioning(List.of(USERS), List.of()));
        assertThat(problems(GOOD_USERS, follows))
                .singleElement()
                .asString()
                .contains("table public.follows is a partition of public.users, which is mapped, too");
    }

    private static Table partitioned(ReplicaIdentity identity, Set<Trait> traits) {
        return new Table(
                USERS,
                GOOD_USERS.columns(),
                List.of("id"),
                ReplicaIdentity.PRIMARY_KEY,
                Set.of(Trait.PARTITIONED),
                new Partitioning(List.of(), List.of(new Partition(TableName.parse("users_1"), identity, traits))));
    }

    @Test
    void columns_that_differ_only_by_case_are_refused_whether_mapped_or_not() {
        Table users = users(column("id", "uuid"), column("username", "text"), column("b", "text"), column("B", "text"));
        assertThat(problems(users, GOOD_FOLLOWS)).singleElement().asString().contains("\"b\" and \"B\"");
    }

    @Test
    void a_key_with_a_nondeterministic_collation_is_refused() {
        Column key = new Column("id", "text", Optional.of(ColumnType.TEXT), false, false, Generated.NO, true);
        Table follows = table(
                FOLLOWS, List.of("following", "follower"), column("follower", "text"), column("following", "text"));
        assertThat(problems(users(key, column("username", "text")), follows))
                .singleElement()
                .asString()
                .contains("public.users.id", "nondeterministic");
    }

    /** Seen: the column was null in every record, of the snapshot and of the log. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"my.mood\"", "app.\"my.mood\"[]", "\"my.app\".mood", "\"My App\".\"so called \"\"mood\"\"\""})
    void a_type_with_a_name_that_debezium_misreads_is_refused(String type) {
        Column odd = new Column(
                "username", type, Optional.of(ColumnType.ENUM), type.endsWith("]"), false, Generated.NO, false);
        assertThat(problems(users(column("id", "uuid"), odd), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("public.users.username is " + type, "RENAME");
        Column good = new Column(
                "username", "\"My App\".\"My Mood\"", Optional.of(ColumnType.ENUM), false, false, Generated.NO, false);
        assertThat(problems(users(column("id", "uuid"), good), GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void a_domain_over_a_type_that_would_be_bent_is_refused() {
        Column bent =
                new Column("username", "birthday", Optional.of(ColumnType.DATE), false, true, Generated.NO, false);
        assertThat(problems(users(column("id", "uuid"), bent), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("public.users.username is the domain birthday over date");
        Column kept = new Column("username", "email", Optional.of(ColumnType.TEXT), false, true, Generated.NO, false);
        assertThat(problems(users(column("id", "uuid"), kept), GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void any_name_of_a_column_is_taken_but_two_that_the_topic_has_alike() {
        assertThat(named("user-name", "Имя \"x", "2fa", "a\\b")).isEmpty();
        assertThat(named("user name", "user_x0020_name"))
                .singleElement()
                .asString()
                .isEqualTo("table public.users has columns \"user name\" and \"user_x0020_name\", which are both field"
                        + " user_x0020_name in the topic: ALTER TABLE \"public\".\"users\" RENAME COLUMN"
                        + " \"user_x0020_name\" TO <another name>");
        assertThat(named("'name'"))
                .singleElement()
                .asString()
                .startsWith("column public.users.'name' has a name in quotes, which Debezium takes off");
    }

    private static List<Problem> named(String... columns) {
        List<PropertyMapping> properties = Stream.of(columns)
                .map(name -> new PropertyMapping(name, "p" + List.of(columns).indexOf(name)))
                .toList();
        Mapping mapping = new Mapping(List.of(new NodeMapping(USERS, "User", "id", properties, null)), List.of());
        Table users = users(Stream.concat(
                        Stream.of(column("id", "uuid")), Stream.of(columns).map(name -> column(name, "text")))
                .toArray(Column[]::new));
        return MappingCheck.problems(mapping, new Tables(Map.of(USERS, users), Map.of()), "reader");
    }
}
