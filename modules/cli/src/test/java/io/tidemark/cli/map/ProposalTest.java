package io.tidemark.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Column;
import io.tidemark.postgres.Table;
import io.tidemark.postgres.Table.ReplicaIdentity;
import io.tidemark.postgres.Table.Trait;
import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProposalTest {

    private static final RelatedTable USERS = table("app.users", "id", "id bigint", "name text");

    /** @param columns each a name and a type as {@code pg_type} has it */
    private static RelatedTable table(String name, String key, String... columns) {
        return table(name, key, Set.of(), columns);
    }

    private static RelatedTable table(String name, String key, Set<Trait> traits, String... columns) {
        Map<String, Column> byName = new LinkedHashMap<>();
        for (String column : columns) {
            String[] words = column.split(" ", -1);
            String type = words[1].equals("bigint") ? "int8" : words[1];
            byName.put(
                    words[0],
                    new Column(
                            words[0], words[1], ColumnType.ofPostgres(type), false, false, Column.Generated.NO, false));
        }
        List<String> primaryKey = key.isEmpty() ? List.of() : List.of(key.split(" ", -1));
        Set<String> nullable = new java.util.HashSet<>(byName.keySet());
        primaryKey.forEach(nullable::remove);
        return new RelatedTable(
                new Table(TableName.parse(name), byName, primaryKey, ReplicaIdentity.PRIMARY_KEY, traits),
                false,
                nullable,
                List.of(),
                List.of());
    }

    private static RelatedTable referring(RelatedTable table, String... columns) {
        return new RelatedTable(
                table.table(),
                table.ofExtension(),
                table.nullable(),
                table.uniqueKeys(),
                Stream.of(columns)
                        .map(column -> new ForeignKey(List.of(column), USERS.name(), List.of("id")))
                        .toList());
    }

    private static RelatedTable unique(RelatedTable table, String... columns) {
        return new RelatedTable(table.table(), false, table.nullable(), List.of(List.of(columns)), table.foreignKeys());
    }

    private static List<String> propose(RelatedTable... tables) {
        return ProposalText.lines(Proposal.of(List.of(tables), "reader"), "a test").stream()
                .skip(2)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void a_table_with_a_key_is_a_node_and_two_foreign_keys_as_the_key_are_an_edge() {
        RelatedTable follows = referring(
                table("app.follows", "followed follower", "follower bigint", "followed bigint", "since date"),
                "followed",
                "follower");
        assertThat(propose(follows, USERS))
                .containsExactly(
                        "nodes:",
                        "- { table: app.users, label: User, key: id, properties: [name] }",
                        "edges:",
                        "- { table: app.follows, type: FOLLOWS, from: { column: follower, label: User }, to: { column: followed,"
                                + " label: User }, properties: [since] }");
    }

    @Test
    void secrets_soft_deletes_and_types_without_a_counterpart_are_no_properties() {
        assertThat(propose(table(
                        "people",
                        "id",
                        "id bigint",
                        "passwordHash text",
                        "reset_token text",
                        "place point",
                        "deleted_at timestamptz",
                        "discarded_at timestamptz")))
                .containsExactly(
                        "nodes:",
                        "# column public.people.passwordHash looks like a secret, and is left out",
                        "# column public.people.reset_token looks like a secret, and is left out",
                        "# column public.people.place is point, which has no declared type in the graph: map its text,"
                                + " { column: place, as: text }, or leave it out of the mapping (docs/column-types.md lists the types)",
                        "- { table: public.people, label: Person, key: id, properties: [discarded_at], absentWhen:"
                                + " deleted_at }",
                        "edges: []");
    }

    @Test
    void what_setup_would_refuse_is_a_comment_with_its_reason_and_so_is_what_needs_it() {
        RelatedTable users = table("app.users", "id", Set.of(Trait.NOT_LOGGED), "id bigint");
        RelatedTable likes =
                referring(table("app.likes", "liker liked", "liker bigint", "liked bigint"), "liker", "liked");
        assertThat(propose(likes, users))
                .containsExactly(
                        "nodes: []",
                        "# table app.users is unlogged or temporary, so its changes are not in the log: ALTER TABLE"
                                + " \"app\".\"users\" SET LOGGED",
                        "# - { table: app.users, label: User, key: id, properties: [] }",
                        "edges: []",
                        "# table app.likes: its column liker references app.users, which is left out above",
                        "# table app.likes: its column liked references app.users, which is left out above",
                        "# - { table: app.likes, type: LIKES, from: { column: liker, label: User }, to: { column: liked, label:"
                                + " User }, properties: [] }");
    }

    @Test
    void tables_without_a_form_are_left_out_with_the_reason() {
        assertThat(propose(
                        table("app.a_view", "", Set.of(Trait.NOT_ORDINARY), "id bigint"),
                        table("app.keyless", "", "a bigint"),
                        table("app.schema_migrations", "version", "version text"),
                        USERS))
                .containsSubsequence(
                        "# Left out:",
                        "# - table app.schema_migrations is a framework's own bookkeeping",
                        "# - table app.a_view is a view or a foreign table: map the tables behind it",
                        "# - table app.keyless has no primary key, and no column that is unique and never null: give it one");
    }

    @Test
    void a_key_and_a_foreign_key_may_have_several_columns() {
        RelatedTable people = table("app.people", "tenant no", "tenant bigint", "no bigint", "name text");
        ForeignKey author = new ForeignKey(List.of("author_no", "tenant"), people.name(), List.of("no", "tenant"));
        RelatedTable posts =
                with(table("app.posts", "tenant id", "tenant bigint", "id bigint", "author_no bigint"), author);
        RelatedTable follows = with(
                table("app.follows", "tenant one two", "tenant bigint", "two bigint", "one bigint"),
                new ForeignKey(List.of("tenant", "one"), people.name(), List.of("tenant", "no")),
                new ForeignKey(List.of("tenant", "two"), people.name(), List.of("tenant", "no")));
        assertThat(propose(follows, people, posts))
                .containsExactly(
                        "nodes:",
                        "- { table: app.people, label: Person, key: [tenant, no], properties: [name] }",
                        "- { table: app.posts, label: Post, key: [tenant, id], properties: [], edges: [{ type: AUTHOR_NO, to: { columns:"
                                + " [tenant, author_no],",
                        "label: Person } }] }",
                        "edges:",
                        "- { table: app.follows, type: FOLLOWS, from: { columns: [tenant, two], label: Person }, to: { columns: [tenant,"
                                + " one], label: Person },",
                        "properties: [] }");
    }

    @Test
    void a_table_whose_key_refers_to_another_is_no_join_table_beside_it() {
        RelatedTable tenants = table("app.tenants", "id", "id bigint");
        RelatedTable people = table("app.people", "tenant no", "tenant bigint", "no bigint");
        RelatedTable profiles = with(
                table("app.profiles", "tenant no", "tenant bigint", "no bigint"),
                new ForeignKey(List.of("tenant"), tenants.name(), List.of("id")),
                new ForeignKey(List.of("tenant", "no"), people.name(), List.of("tenant", "no")));
        assertThat(propose(people, profiles, tenants))
                .anyMatch(line -> line.startsWith("- { table: app.profiles, label: Profile"));
    }

    private static RelatedTable with(RelatedTable table, ForeignKey... foreignKeys) {
        return new RelatedTable(table.table(), false, table.nullable(), List.of(), List.of(foreignKeys));
    }

    @Test
    void a_join_table_with_a_key_of_its_own_is_an_edge_with_that_key() {
        RelatedTable mutes = unique(
                referring(table("app.mutes", "id", "id bigint", "muter bigint", "muted bigint"), "muter", "muted"),
                "muted",
                "muter");
        assertThat(propose(mutes, USERS))
                .anyMatch(
                        line -> line.startsWith("- { table: app.mutes, type: MUTES, key: id, from: { column: muter,"));
        RelatedTable unnamed = unique(
                referring(table("app.blocks", "my\\key", "my\\key bigint", "a bigint", "b bigint"), "a", "b"),
                "a",
                "b");
        assertThat(propose(unnamed, USERS))
                .contains(
                        "# column app.blocks.my\\key has a name that no property can have: map it as another: column: property")
                .noneMatch(line -> line.contains("BLOCKS"));
    }

    @Test
    void two_columns_that_only_their_names_tie_to_a_table_are_an_edge_in_a_comment() {
        RelatedTable relationships = unique(
                table("app.relationships", "id", "id bigint", "follower_id bigint", "followed_id bigint"),
                "follower_id",
                "followed_id");
        assertThat(propose(relationships, USERS))
                .contains(
                        "# table app.relationships: no foreign key says what follower_id refers to; by its name app.users: if that"
                                + " is right, take the edge in",
                        "# - { table: app.relationships, type: FOLLOWS, key: id, from: { column: follower_id, label: User }, to:"
                                + " { column: followed_id, label: User },");
    }

    @Test
    void a_foreign_key_of_a_node_is_a_relationship_and_no_property_besides() {
        RelatedTable posts =
                referring(table("app.posts", "id", "id bigint", "author_id bigint", "title text"), "author_id");
        RelatedTable pages = referring(
                table("app.pages", "id", "id bigint", "author_id bigint", "reader bigint"), "author_id", "reader");
        assertThat(propose(pages, USERS))
                .contains(
                        "- { table: app.pages, label: Page, key: id, properties: [], edges: [{ type: AUTHOR, to: { column: author_id,"
                                + " label: User } }, { type: READER,");
        assertThat(propose(pages, posts, USERS))
                .as("two of one name")
                .anyMatch(line -> line.contains("{ type: PAGE_AUTHOR, to: { column: author_id,"))
                .anyMatch(line -> line.contains("{ type: POST_AUTHOR, to: { column: author_id,"))
                .anyMatch(line -> line.contains("{ type: READER,"));
    }

    @Test
    void a_foreign_key_to_what_is_no_node_stays_a_property() {
        RelatedTable users = table("app.users", "id", Set.of(Trait.NOT_LOGGED), "id bigint");
        RelatedTable posts = referring(table("app.posts", "id", "id bigint", "author_id bigint"), "author_id");
        assertThat(propose(posts, users))
                .contains("- { table: app.posts, label: Post, key: id, properties: [author_id] }")
                .endsWith(
                        "# Foreign keys that are properties and no edges:",
                        "# - table app.posts: its column author_id references app.users, which is left out above");
    }

    @Test
    void labels_that_collide_get_the_schema_in_front() {
        assertThat(propose(table("auth.users", "id", "id bigint"), USERS, table("app.user_refs", "id", "id bigint")))
                .filteredOn(line -> line.startsWith("- "))
                .extracting(line -> line.replaceAll(".*label: (\\w+),.*", "$1"))
                .containsExactly("UserRef", "AppUser", "AuthUser");
        assertThat(propose(table("tidemark.tidemark", "id", "id bigint")))
                .anyMatch(line -> line.contains("label: TidemarkTidemark,"));
        assertThat(propose(USERS, table("app.user_refs", "id", "id bigint")))
                .anyMatch(line -> line.contains("label: AppUserRef,"));
    }
}
