package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Every line of docs/column-types.md is true, through the snapshot and through the log. */
final class ColumnTypesIT {

    private static final Pattern LINE = Pattern.compile("\\| `(.+?)` \\| `(.+?)` \\| `(.+)` \\| `(.+)` \\|");
    private static final Path DOCUMENT =
            Path.of(System.getProperty("tidemark.root", "../.."), "docs", "column-types.md");

    /** Each would change values, fail long reads, or hide types. */
    private static final List<String> OTHERS = List.of(
            "intervalstyle = 'sql_standard'",
            "datestyle = 'SQL, DMY'",
            "timezone = 'Pacific/Chatham'",
            "bytea_output = 'escape'",
            "extra_float_digits = 0",
            "statement_timeout = '900ms'",
            "search_path = 'nowhere'");

    private record Example(int number, String postgresType, String graphType, String literal, String expected) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                examples.add(new Example(
                        examples.size(), matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
            }
        }
        return examples;
    }

    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    /** Wherever the apps run, and whatever server, database and role are set to. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns"})
    void every_documented_type_arrives_as_documented(String here, @TempDir Path folder)
            throws IOException, SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(here));
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(50);
        StringBuilder mapping = new StringBuilder("nodes:\n");
        StringBuilder columns = new StringBuilder();
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Example example : examples) {
            String name = "c" + example.number();
            columns.append(", ")
                    .append(name)
                    .append(' ')
                    .append(example.postgresType().replace("mood", "app.mood"));
            names.append(names.isEmpty() ? "" : ", ").append(name);
            values.append(", ").append(example.literal());
        }
        mapping.append("  - { table: samples, label: Sample, key: id, properties: [")
                .append(names)
                .append("] }\n");
        try (TestPipeline pipeline = TestPipeline.open("types", Map.of(TestPipeline.MAPPING, mapping.toString()))) {
            for (String setting : OTHERS) {
                pipeline.sql("alter database " + pipeline.settings().database().database() + " set " + setting);
            }
            pipeline.sql(
                    "create schema app",
                    "create type app.mood as enum ('sad', 'happy')",
                    "create table public.samples (id integer primary key" + columns + ")",
                    "insert into public.samples values (1" + values + ")");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            awaitSample(pipeline, 1);
            pipeline.sql("insert into public.samples values (2" + values + ")");
            awaitSample(pipeline, 2);
            List<String> wrong = new ArrayList<>();
            for (Example example : examples) {
                check(pipeline, example, 1, wrong);
                check(pipeline, example, 2, wrong);
            }
            assertThat(wrong).isEmpty();
            Reconciler.Run verified = new Reconciler(pipeline, folder.resolve("state")).run("verify");
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
            pipeline.sql("update public.samples set c0 = not c0 where id = 1");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Boolean.FALSE.equals(pipeline.graph("MATCH (n:Sample {id: 1}) RETURN n.c0")));
        }
    }

    private static void awaitSample(TestPipeline pipeline, int id) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Long.valueOf(1).equals(pipeline.graph("MATCH (n:Sample {id: " + id + "}) RETURN count(n)")));
    }

    private static void check(TestPipeline pipeline, Example example, int id, List<String> wrong) {
        String match = "MATCH (n:Sample {id: " + id + "}) WITH n.c" + example.number() + " AS value ";
        String way = id == 1 ? "snapshot" : "log";
        if (example.graphType().equals("BYTES")) {
            Value value = one(pipeline, match + "RETURN value").get("value");
            if (!example.expected().equals("0x" + HexFormat.of().withUpperCase().formatHex(value.asByteArray()))) {
                wrong.add(way + " " + example + " is " + value);
            }
            return;
        }
        String equal = switch (example.expected()) {
            case "NaN" -> "isNaN(value)";
            case "-Infinity" -> "value = -1.0 / 0.0";
            case "null" -> "value IS NULL";
            default -> "value = " + example.expected();
        };
        String type = example.graphType().equals("NULL") ? "NULL" : example.graphType() + " NOT NULL";
        Record answer = one(pipeline, match + "RETURN value, " + equal + " AS equal, valueType(value) AS type");
        if (!answer.get("equal").isTrue() || !answer.get("type").asString().equals(type)) {
            wrong.add(way + " " + example + " is " + answer.get("value") + " of type " + answer.get("type"));
        }
    }

    private static Record one(TestPipeline pipeline, String cypher) {
        return pipeline.driver().executableQuery(cypher).execute().records().get(0);
    }
}
