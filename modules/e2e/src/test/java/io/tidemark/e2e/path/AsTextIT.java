package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.ValueText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Columns of any type as Postgres' text: through snapshot, log, refresh, comparison, repair and rebuild. */
@Tag("slow")
@Timeout(300)
final class AsTextIT {

    /** By type, values of it; each is a column of its own. */
    private static final Map<String, List<String>> TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry("money", List.of("'-1234567.89'", "'92233720368547758.07'")),
            Map.entry("int4range", List.of("'[1,5)'", "'empty'")),
            Map.entry("numrange", List.of("'(,1.50]'", "'[0.1,2)'")),
            Map.entry("tsrange", List.of("'[0044-03-15 BC,infinity]'", "'(2026-01-01 01:02:03.000004,)'")),
            Map.entry("tstzrange", List.of("'[2026-07-01 12:00+00,)'", "'[1900-01-01 00:00+00,2026-01-01 00:00+00]'")),
            Map.entry("datemultirange", List.of("'{[2026-01-01,2026-02-01),[2027-01-01,)}'", "'{}'")),
            Map.entry("xml", List.of("'<a b=\"1\">ü</a>'", "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><b/>'")),
            Map.entry("timetz", List.of("'04:05:06.789+02'", "'24:00:00-15:59'")),
            Map.entry("point", List.of("'(0.1,-2e300)'", "'(1,2)'")),
            Map.entry("polygon", List.of("'((0,0),(1,1.5),(2,0))'", "'((1,2))'")),
            Map.entry("circle", List.of("'<(1,2),3>'", "'<(0.1,0.2),0.3>'")),
            Map.entry("line", List.of("'{1,2,3}'", "'{-1,0,0.5}'")),
            Map.entry("path", List.of("'[(0,0),(1,1)]'", "'((0,0),(1,1))'")),
            Map.entry("box", List.of("'(2,2),(0,0)'", "'(1,1.5),(1,1)'")),
            Map.entry("lseg", List.of("'[(0,0),(1,1)]'", "'[(0,0),(1e-7,1)]'")),
            Map.entry("tsvector", List.of("'a:1A fat:2 ''q''''s'':3'", "''")),
            Map.entry("tsquery", List.of("'fat & !rat'", "'a <-> b'")),
            Map.entry("cidr", List.of("'10.0.0.0/8'", "'::1'")),
            Map.entry("inet", List.of("'10.0.0.1'", "'10.0.0.1/24'")),
            Map.entry("macaddr8", List.of("'08:00:2b:01:02:03:04:05'", "'ff:ff:ff:ff:ff:ff:ff:ff'")),
            Map.entry("bit(5)", List.of("'10101'", "'00000'")),
            Map.entry("varbit", List.of("'101'", "''")),
            Map.entry("pg_lsn", List.of("'16/B374D848'", "'0/0'")),
            Map.entry("jsonpath", List.of("'$.a[*] ? (@ > 1)'", "'strict $'")),
            Map.entry("oid", List.of("4294967295", "0")),
            Map.entry("\"char\"", List.of("'a'", "'z'")),
            Map.entry("name", List.of("'Some \"name\"'", "''")),
            Map.entry("app.pair", List.of("row(1.50,'a \"b\"','{x,NULL}')", "row(null,null,null)")),
            Map.entry("app.pair[]", List.of("array[row(1,'a','{}')::app.pair,null]", "'{}'")),
            Map.entry("app.day", List.of("'2026-11-21'", "'0044-03-15 BC'")),
            Map.entry("app.span", List.of("'[a,b)'", "'(,)'")),
            Map.entry("citext", List.of("'Straße'", "''")),
            Map.entry("hstore", List.of("'a=>1, \"b c\"=>NULL'", "''")),
            Map.entry("ltree", List.of("'Top.Science'", "''")),
            Map.entry("integer[]", List.of("'[0:2]={1,NULL,3}'", "'{{1,2},{3,4}}'")),
            Map.entry("interval", List.of("'1 year 2 days -00:00:00.5'", "'infinity'")),
            Map.entry("timestamptz", List.of("'2026-11-21 04:05:06.7+02'", "'-infinity'")),
            Map.entry("date", List.of("'0044-03-15 BC'", "'1582-10-10'")),
            Map.entry("boolean", List.of("true", "false")),
            Map.entry("real", List.of("0.1", "'NaN'")),
            Map.entry("double precision", List.of("1e22", "0.1")),
            Map.entry("numeric(10,4)", List.of("1.5", "'NaN'")),
            Map.entry("bytea", List.of("'\\xDEADBEEF'", "''")),
            Map.entry("char(5)", List.of("'ab'", "''")),
            Map.entry("text", List.of("'grüße, 🌊'", "''")),
            Map.entry(
                    "uuid",
                    List.of("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'00000000-0000-0000-0000-000000000000'"))));

    /** What a cast says otherwise than the type itself: {@code true}, no blanks, a netmask, the declaration of an encoding. */
    private static final List<String> CAST_DIFFERS = List.of("boolean", "char(5)", "inet", "xml");

    private final TimeZone zone = TimeZone.getDefault();
    private final List<String> types = List.copyOf(TYPES.keySet());

    @TempDir
    private Path folder;

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    @Test
    void the_property_is_the_text_that_postgres_writes() throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        String properties = columns(number -> ", { column: c" + number + ", property: p" + number + ", as: text }");
        try (TestPipeline pipeline =
                TestPipeline.open("astext", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: things, label: Thing, key: id, properties: [plain, { column: big, as: text }%s] }
                """.formatted(properties)))) {
            String database = pipeline.settings().database().database();
            for (String setting : List.of(
                    "timezone = 'Pacific/Chatham'",
                    "datestyle = 'SQL, DMY'",
                    "intervalstyle = 'sql_standard'",
                    "extra_float_digits = 0",
                    "bytea_output = 'escape'",
                    "search_path = 'nowhere'")) {
                pipeline.sql("alter database " + database + " set " + setting);
            }
            pipeline.sql(
                    "create extension citext schema public",
                    "create extension hstore schema public",
                    "create extension ltree schema public",
                    "create schema app",
                    "create type app.pair as (amount numeric, name text, tags text[])",
                    "create domain app.day as date",
                    "create type app.span as range (subtype = text)",
                    "create table public.things (id int primary key, plain int, big xml not null default '<a/>'"
                            + columns(number -> ", c" + number + " " + type(number)
                                    + (number % 5 == 0 ? " not null default " + value(number, 0) : ""))
                            + ")");
            insert(pipeline, 0);
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            awaitTexts(pipeline);
            insert(pipeline, 10);
            pipeline.sql("insert into public.things (id) values (20)");
            awaitTexts(pipeline);
            changes(pipeline);
            repairs(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql("update public.things set big = ('<a>' || (select string_agg(md5(n::text), '')"
                + " from generate_series(1, 3000) n) || '</a>')::xml where id = 1");
        pipeline.sql(
                "update public.things set plain = 1 where id in (1, 10)", "delete from public.things where id = 20");
        pipeline.sql("update public.things a set c0 = b.c0, c5 = b.c5, c11 = b.c11, c12 = b.c12, c13 = null"
                + " from public.things b where a.id = 11 and b.id = 1");
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        awaitTexts(pipeline);
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (n:Thing {id: 0}) SET n.p3 = 'drifted', n.p7 = null, n.big = 1 RETURN 1");
        pipeline.graph("MATCH (n:Thing {id: 1}) DETACH DELETE n RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(2);
        reconciler.run("repair", "--execute");
        awaitTexts(pipeline);
        assertThat(reconciler.run("verify").exitCode()).isZero();
        assertThat(reconciler.run("backfill").exitCode()).isZero();
        awaitTexts(pipeline);
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        awaitTexts(pipeline);
    }

    @Test
    void a_type_whose_text_is_a_name_is_refused() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("astext", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: things, label: Thing, key: id, properties: [{ column: a, as: text }, { column: b, as: text },
                      { column: c, as: text }, d] }
                """))) {
            pipeline.sql(
                    "create type named as (of regclass)",
                    "create domain nested as named[]",
                    "create table things (id int primary key, a regtype, b aclitem[], c nested, d money)");
            assertThatThrownBy(pipeline::setup)
                    .hasMessageContaining("column public.things.a is regtype, and Postgres writes regtype as the name")
                    .hasMessageContaining("column public.things.b is aclitem[]")
                    .hasMessageContaining(
                            "column public.things.c is public.nested, and Postgres writes regclass as the name")
                    .hasMessageContaining("map its text, { column: d, as: text }");
        }
    }

    private void insert(TestPipeline pipeline, int id) throws SQLException {
        for (int index = 0; index < 2; index++) {
            int each = index;
            pipeline.sql("insert into public.things values (" + (id + index) + ", null, '<a/>'"
                    + columns(number -> ", " + value(number, each)) + ")");
        }
    }

    private String columns(IntFunction<String> each) {
        return IntStream.range(0, types.size()).mapToObj(each).collect(Collectors.joining());
    }

    private String type(int number) {
        String type = types.get(number);
        return List.of("citext", "hstore", "ltree").contains(type) ? "public." + type : type;
    }

    private String value(int number, int index) {
        return Objects.requireNonNull(TYPES.get(types.get(number))).get(index);
    }

    /** Waits until every property is what its column's output function says, and, but for a few types, what a cast says. */
    private void awaitTexts(TestPipeline pipeline) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    List<Object> graph = pipeline
                            .driver()
                            .executableQuery("MATCH (n:Thing) RETURN [n.id, n.big" + columns(number -> ", n.p" + number)
                                    + "] AS row ORDER BY n.id")
                            .execute()
                            .records()
                            .stream()
                            .map(row -> row.get("row").asObject())
                            .toList();
                    try (Connection connection =
                            Connections.open(pipeline.settings().database())) {
                        assertThat(graph).isEqualTo(rows(connection, ValueText::of, number -> true));
                        assertThat(graph)
                                .usingRecursiveComparison()
                                .isEqualTo(rows(
                                        connection,
                                        column -> column + "::text",
                                        number -> !CAST_DIFFERS.contains(types.get(number))));
                    }
                });
    }

    /** @param which the columns that are read so; the others by their output functions */
    private List<Object> rows(Connection connection, UnaryOperator<String> sql, IntPredicate which)
            throws SQLException {
        String select = "select id, " + sql.apply("big")
                + columns(number -> ", " + (which.test(number) ? sql.apply("c" + number) : ValueText.of("c" + number)))
                + " from public.things order by id";
        return Query.list(connection, select, row -> {
            List<Object> values = new ArrayList<>();
            values.add(row.getLong(1));
            for (int column = 2; column <= types.size() + 2; column++) {
                values.add(row.getString(column));
            }
            return values;
        });
    }
}
