package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.settings.mapping.MappingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mapping is proposed from the catalog alone, and setup takes it as it is. */
@Timeout(120)
final class MapIT {

    private static TestPipeline pipeline;
    private static Launcher launcher;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.open(
                "map",
                Map.of(TestPipeline.MAPPING, "nodes: []".replace("[]", "[{ table: odd.all, label: All, key: id }]")));
        new SocialDatabase(pipeline.settings().database()).create();
        pipeline.sql(
                "create schema odd",
                "create schema \"Empty\"",
                "create type odd.\"a.type\" as enum ('x')",
                "create table odd.schema_migrations (version text primary key)",
                """
                create table odd.people (id bigint primary key, name text, api_key text, place point, "two words" text,
                  loud text generated always as (upper(name)) stored, mood odd."a.type", deleted_at timestamptz, user_id uuid)""",
                "create table odd.keyless (id bigint unique not null, name text)",
                "create table odd.logs (id bigint primary key) partition by range (id)",
                "create table odd.logs_1 partition of odd.logs for values from (0) to (10)",
                "create table odd.deferred (id bigint primary key deferrable)",
                "create table odd.\"Line-Items\" (id bigint primary key)",
                "create table odd.tokens (access_token text primary key)",
                "create table odd.amounts (id numeric primary key)",
                "create table odd.friends (a bigint references odd.people, b bigint references odd.people, primary key (a, b))",
                "create table odd.seen (person bigint references odd.people, log bigint references odd.logs, primary key (person, log))",
                "create table odd.named (p bigint references odd.people, k bigint references odd.keyless (id), primary key (p, k))",
                "create view odd.a_view as select id from odd.people");
        launcher = new Launcher(Map.of("DATABASE_URL", pipeline.environment().get("DATABASE_URL")));
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    private static Mapping read(List<String> lines) throws IOException {
        Path file = Path.of(pipeline.environment().get("TIDEMARK_MAPPING"));
        Files.write(file, lines);
        return MappingFile.read(file.toString());
    }

    @Test
    void the_sample_schema_is_proposed_as_the_sample_mapping() throws IOException {
        Ended ended = launcher.run("map propose", "--schema", "public");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        Mapping sample = MappingFile.read(MappingFile.BUILT_IN);
        Mapping proposed = read(ended.out());
        assertThat(proposed.nodes()).containsExactlyInAnyOrderElementsOf(sample.nodes());
        assertThat(proposed.edges()).containsExactlyInAnyOrderElementsOf(sample.edges());
        assertThat(ended.out()).noneMatch(line -> line.startsWith("  #"));
    }

    @Test
    void everything_else_is_a_comment_and_setup_takes_the_rest() throws IOException {
        Ended ended = launcher.run("map propose");
        assertThat(ended.code()).isZero();
        assertThat(launcher.run("map propose", "--schema", "odd", "--schema", "public", "--schema", "Empty")
                        .out())
                .as("stable, and the same as without names")
                .isEqualTo(ended.out());
        String text = String.join("\n", ended.out());
        assertThat(text)
                .contains(
                        "column odd.people.api_key looks like a secret",
                        "column odd.people.place is point",
                        "column odd.people.mood is odd.\"a.type\", whose name has a dot",
                        "table odd.people: user_id may refer to other tables",
                        "{ table: odd.people, label: Person, key: id, properties: [name, \"two words\", loud, user_id], absentWhen: deleted_at }",
                        "table odd.keyless has no primary key: ALTER TABLE \"odd\".\"keyless\" ADD PRIMARY KEY (id)",
                        "table odd.deferred: primary key (id) is DEFERRABLE",
                        "table odd.Line-Items has a name that no topic can carry",
                        "the key odd.tokens.access_token looks like a secret",
                        "column odd.amounts.id is numeric, whose equality differs in Neo4j",
                        "- { table: odd.friends, type: FRIENDS, from: { column: a, label: Person }, to: { column: b, label: Person }",
                        "table odd.named: its column k references odd.keyless, which is not a node here",
                        "table odd.a_view is a view",
                        "table odd.schema_migrations is a framework's own bookkeeping")
                .doesNotContain("logs_1");
        assertThat(read(ended.out()).nodes()).extracting(node -> node.label()).contains("Person", "User");
        assertThat(pipeline.setup()).anyMatch(line -> line.contains(".odd.friends"));
    }

    @Test
    void the_mapping_is_shown_without_any_server() throws IOException {
        read(launcher.run("map propose", "--schema", "public").out());
        Launcher shown =
                new Launcher(Map.of("TIDEMARK_MAPPING", pipeline.environment().get("TIDEMARK_MAPPING")));
        assertThat(shown.run("map show").out()).startsWith("flowchart LR").anyMatch(line -> line.contains("FOLLOWS"));
        assertThat(shown.run("map show", "--format", "cypher").out())
                .anyMatch(line -> line.startsWith("CREATE CONSTRAINT `tidemark_UserRef_id`"));
    }

    @Test
    void bad_input_is_one_line_with_the_fix() {
        Ended unknown = launcher.run("map propose", "--schema", "Public");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .containsExactly("tidemark: the database has no schema Public: name one of Empty, odd, public");
        Ended empty = launcher.run("map propose", "--schema", "Empty");
        assertThat(empty.code()).isEqualTo(1);
        assertThat(empty.err()).singleElement().asString().contains("schema Empty in database", "has no tables");
        assertThat(Launcher.bare("map", "show", "--format", "svg").code()).isEqualTo(2);
        assertThat(Launcher.bare("map").err())
                .containsExactly("tidemark: Missing required subcommand: tidemark map --help shows what there is");
    }
}
