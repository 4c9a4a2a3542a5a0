package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Table.ReplicaIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MappingCheckTest {

    private static final TableName USERS = TableName.parse("users");
    private static final TableName FOLLOWS = TableName.parse("follows");
    private static final Mapping MAPPING = new Mapping(
            List.of(new NodeMapping(
                    USERS, "User", "id", List.of(new PropertyMapping("username", "username")), "deleted_at")),
            List.of(new EdgeMapping(
                    FOLLOWS,
                    "FOLLOWS",
                    new EndMapping("follower", "User"),
                    new EndMapping("following", "User"),
                    List.of(),
                    null)));

    private static Column column(String name, String type) {
        return new Column(name, type, ColumnType.ofPostgres(type), false, false, false, type.equals("text"));
    }

    private static Table table(TableName name, List<String> primaryKey, Column... columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        for (Column column : columns) {
            byName.put(column.name(), column);
        }
        return new Table(name, true, byName, primaryKey, true, ReplicaIdentity.FULL, true);
    }

    private static Table users(Column... others) {
        List<Column> columns = new java.util.ArrayList<>(List.of(others));
        columns.add(column("deleted_at", "timestamptz"));
        return table(USERS, List.of("id"), columns.toArray(Column[]::new));
    }

    private static List<String> problems(Table... tables) {
        Map<TableName, Table> byName = new LinkedHashMap<>();
        for (Table table : tables) {
            byName.put(table.name(), table);
        }
        return MappingCheck.problems(MAPPING, byName, "reader").stream()
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
    void a_grant_names_the_role_that_reads_not_the_one_that_grants() {
        Table unreadable = new Table(
                USERS, true, GOOD_USERS.columns(), GOOD_USERS.primaryKey(), true, ReplicaIdentity.FULL, false);
        assertThat(problems(unreadable, GOOD_FOLLOWS))
                .containsExactly(
                        "table public.users may not be read: GRANT SELECT ON " + USERS.quoted() + " TO \"reader\"");
    }

    @Test
    void every_missing_thing_is_named_at_once() {
        assertThat(problems(users(column("id", "uuid"), column("name", "text"))))
                .containsExactly(
                        "column public.users.username does not exist: the table has id, name, deleted_at",
                        "table public.follows does not exist: create it or correct the mapping");
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
                .contains("primary key (id)", "from and to (follower, following)");
    }

    @Test
    void a_type_without_a_counterpart_is_refused_by_name() {
        Column point = new Column("username", "point", Optional.empty(), false, false, false, false);
        assertThat(problems(users(column("id", "uuid"), point), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("public.users.username is point", "docs/column-types.md");
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
    void a_generated_column_is_refused() {
        Column generated = new Column("username", "text", Optional.of(ColumnType.TEXT), false, false, true, false);
        assertThat(problems(users(column("id", "uuid"), generated), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("is generated");
    }

    @Test
    void a_value_that_can_be_stored_out_of_line_needs_no_full_replica_identity() {
        Table users =
                new Table(USERS, true, GOOD_USERS.columns(), List.of("id"), true, ReplicaIdentity.PRIMARY_KEY, true);
        assertThat(problems(users, GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void a_replica_identity_that_leaves_out_the_key_is_refused() {
        Table users = new Table(USERS, true, GOOD_USERS.columns(), List.of("id"), false, ReplicaIdentity.OTHER, true);
        assertThat(problems(users, GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .endsWith("ALTER TABLE \"public\".\"users\" REPLICA IDENTITY DEFAULT");
    }

    @Test
    void a_domain_over_a_type_that_would_be_bent_is_refused() {
        Column bent = new Column("username", "birthday", Optional.of(ColumnType.DATE), false, true, false, false);
        assertThat(problems(users(column("id", "uuid"), bent), GOOD_FOLLOWS))
                .singleElement()
                .asString()
                .contains("public.users.username is the domain birthday over date");
        Column kept = new Column("username", "email", Optional.of(ColumnType.TEXT), false, true, false, false);
        assertThat(problems(users(column("id", "uuid"), kept), GOOD_FOLLOWS)).isEmpty();
    }

    @Test
    void names_that_avro_has_not_are_refused() {
        Mapping mapping = new Mapping(
                List.of(new NodeMapping(USERS, "User", "id", List.of(new PropertyMapping("user-name", "name")), null)),
                List.of());
        Table users = users(column("id", "uuid"), column("user-name", "text"));
        assertThat(MappingCheck.problems(mapping, Map.of(USERS, users), "reader"))
                .singleElement()
                .asString()
                .contains("column public.users.user-name", "letters, digits and underscores");
    }
}
