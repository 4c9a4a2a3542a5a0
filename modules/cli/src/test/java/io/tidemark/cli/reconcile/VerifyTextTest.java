package io.tidemark.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.terminal.Json;
import io.tidemark.model.TableName;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTextTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Path drifts;

    @BeforeEach
    void keep_two_drifts() throws IOException {
        drifts = folder.resolve("drifts.jsonl");
        Files.writeString(drifts, """
                {"table":"public.users","kind":"different","key":["7"],"postgres":{"name":"a"},"neo4j":{"name":1},"copies":2}
                {"table":"public.follows","kind":"missing","key":["1","2"],"postgres":{},"neo4j":null}
                """);
    }

    private static TableResult table(
            String name, long rows, long suspects, long missing, long strays, long unsettled, @Nullable String why) {
        return new TableResult(TableName.parse(name), rows, rows, suspects, missing, 0, 0, strays, unsettled, why);
    }

    private VerifyText text(int limit, TableResult... tables) {
        return new VerifyText(
                new Verify.Result("every row", NOON, NOON.plusSeconds(2), List.of(tables)), drifts, limit);
    }

    @Test
    void numbers_are_below_each_other_and_the_verdict_is_last() {
        assertThat(text(10, table("public.users", 1_234_567, 3, 0, 0, 0, null), table("x.y", 5, 0, 0, 0, 0, null))
                        .lines())
                .containsExactly(
                        "table                rows     elements   missing     extra different  strays unsettled",
                        "public.users    1,234,567    1,234,567         0         0         0       0         0",
                        "x.y                     5            5         0         0         0       0         0",
                        "public.users: 3 keys differed at first sight and proved to be lag",
                        "in sync: 1,234,572 rows compared in 2.0 s, 617,286 rows/s (every row)");
    }

    @Test
    void drifted_keys_are_listed_up_to_the_limit_and_the_rest_is_counted() {
        assertThat(text(1, table("public.users", 10, 4, 4, 2, 0, null)).lines())
                .endsWith(
                        "different public.users 7  postgres {\"name\":\"a\"}  neo4j {\"name\":1}  2 elements",
                        "and 3 more, not listed (--limit)",
                        "2 strays, which no key can name: stderr has their elementId, remove them by hand",
                        "drift: 6 keys; 10 rows compared in 2.0 s, 5 rows/s (every row)");
        assertThat(text(2, table("public.users", 10, 2, 2, 0, 0, null)).lines())
                .contains("missing   public.follows 1→2  postgres {}  neo4j none");
    }

    @Test
    void what_was_not_compared_is_said() {
        assertThat(text(0, table("public.users", 10, 2, 0, 0, 2, null), table("x.y", 0, 0, 0, 0, 0, "no such table"))
                        .lines())
                .endsWith(
                        "public.users: 2 keys changed too often to be judged: verify again, or at a quieter time",
                        "x.y was not compared as a whole: no such table",
                        "incomplete: no drift found, but not everything could be compared; 10 rows compared in 2.0 s, 5"
                                + " rows/s (every row)");
    }

    @Test
    void json_has_the_lines_of_the_drift_log_as_they_are() throws IOException {
        String json = Json.of(
                        text(2, table("public.users", 10, 2, 2, 0, 0, null)).document())
                .replaceAll("\\s", "");
        assertThat(json)
                .startsWith("{\"verdict\":\"drift\",\"complete\":true,\"scope\":\"everyrow\","
                        + "\"began\":\"2026-01-01T12:00:00Z\",\"ended\":\"2026-01-01T12:00:02Z\",\"tables\":[{")
                .contains("\"driftCount\":2,\"drifts\":["
                        + Files.readString(drifts).strip().replace("\n", ",") + "]");
    }
}
