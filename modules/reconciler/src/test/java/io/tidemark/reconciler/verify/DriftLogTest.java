package io.tidemark.reconciler.verify;

import static io.tidemark.reconciler.verify.Users.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.value.GraphType;
import io.tidemark.reconciler.verify.Drift.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftLogTest {

    private static final Drift MISSING = drift(Kind.MISSING, 1, values("alice"), null, 0);
    private static final Drift EXTRA = drift(Kind.EXTRA, 2, null, values("bob \"the\"\nbuilder"), 1);
    private static final Drift DIFFERENT = drift(Kind.DIFFERENT, 3, values("carol"), values((Object) null), 2);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("made/drifts.jsonl");
    }

    private static Drift drift(
            Kind kind,
            long id,
            @Nullable List<@Nullable Object> row,
            @Nullable List<@Nullable Object> element,
            int copies) {
        return new Drift(Users.TABLE, kind, key(id), row, element, copies);
    }

    private static List<@Nullable Object> values(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /** Writes drifts behind so many bytes, and says how many there are then. */
    private long write(long keep, Drift... drifts) {
        try (DriftLog log = DriftLog.open(file, keep)) {
            for (Drift drift : drifts) {
                log.add(drift, Users.MAPPING);
            }
            return log.length();
        }
    }

    private List<DriftLine> read() {
        List<DriftLine> lines = new ArrayList<>();
        try (DriftReader reader = new DriftReader(file)) {
            reader.forEachRemaining(lines::add);
        }
        return lines;
    }

    private static void assertUsage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TidemarkException.class, failure -> {
            assertThat(failure.category()).isEqualTo(Category.USAGE);
            assertThat(failure).hasMessageContaining(message);
        });
    }

    @Test
    void a_line_has_the_documented_form() throws Exception {
        write(0, MISSING, EXTRA, DIFFERENT);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"table\":\"public.users\",\"kind\":\"missing\",\"key\":[\"1\"],"
                                + "\"postgres\":{\"name\":\"alice\"},\"neo4j\":null}",
                        "{\"table\":\"public.users\",\"kind\":\"extra\",\"key\":[\"2\"],"
                                + "\"postgres\":null,\"neo4j\":{\"name\":\"bob \\\"the\\\"\\nbuilder\"}}",
                        "{\"table\":\"public.users\",\"kind\":\"different\",\"key\":[\"3\"],"
                                + "\"postgres\":{\"name\":\"carol\"},\"neo4j\":{\"name\":null},\"copies\":2}");
    }

    @Test
    void numbers_and_booleans_stay_what_they_are_and_everything_else_is_text() {
        List<Object> values = List.of(7L, true, 0.5, new byte[] {1, 2}, List.of(1L, "x"));
        List<String> written = values.stream()
                .map(value -> drift(Kind.MISSING, 1, values(value), null, 0))
                .map(drift -> String.valueOf(DriftLine.of(drift, Users.MAPPING).postgres()))
                .toList();
        assertThat(written)
                .containsExactly(
                        "{\"name\":7}",
                        "{\"name\":true}",
                        "{\"name\":\"0.5\"}",
                        "{\"name\":\"AQI=\"}",
                        "{\"name\":[1,\"x\"]}");
    }

    @Test
    void what_was_written_is_read_again() {
        write(0, MISSING, EXTRA, DIFFERENT);
        assertThat(read())
                .containsExactly(
                        DriftLine.of(MISSING, Users.MAPPING),
                        DriftLine.of(EXTRA, Users.MAPPING),
                        DriftLine.of(DIFFERENT, Users.MAPPING));
        assertThat(read()).extracting(DriftLine::elements).containsExactly(1, 1, 2);
        assertThat(read().get(0).rowKey(List.of(GraphType.INTEGER))).isEqualTo(key(1));
    }

    @Test
    void a_new_run_begins_a_new_log() {
        write(0, MISSING, EXTRA);
        write(0, DIFFERENT);
        assertThat(read()).extracting(DriftLine::kind).containsExactly(Kind.DIFFERENT);
    }

    @Test
    void a_resumed_run_keeps_what_its_checkpoint_counts_and_no_more() throws Exception {
        long checkpoint = write(0, MISSING);
        write(checkpoint, EXTRA);
        Files.writeString(file, "{\"table\":\"public.us", StandardOpenOption.APPEND);
        write(checkpoint, DIFFERENT);
        assertThat(read()).extracting(DriftLine::kind).containsExactly(Kind.MISSING, Kind.DIFFERENT);
    }

    @Test
    void a_torn_last_line_is_named_and_not_skipped() throws Exception {
        write(0, MISSING);
        Files.writeString(file, "{\"table\":\"public.us", StandardOpenOption.APPEND);
        assertUsage(this::read, "cannot be read as a list of drifts: run verify again");
    }

    @Test
    void lines_of_something_else_are_named_and_not_skipped() throws Exception {
        for (String line : List.of(
                "",
                "{}",
                "{\"table\":\"x\",\"kind\":\"missing\",\"key\":[\"1\"],\"postgres\":null,\"neo4j\":null,\"more\":1}",
                "{\"table\":\"public.users\",\"kind\":\"other\",\"key\":[\"1\"],\"postgres\":null,\"neo4j\":null}",
                "{\"table\":\"\",\"kind\":\"missing\",\"key\":[\"1\"],\"postgres\":null,\"neo4j\":null}")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n");
            assertUsage(this::read, "cannot be read as a list of drifts");
        }
    }

    @Test
    void a_log_that_is_missing_or_shorter_than_its_checkpoint_is_named() {
        assertUsage(this::read, "cannot be read");
        long length = write(0, MISSING);
        assertUsage(() -> write(length + 1, EXTRA), "is shorter than its checkpoint says");
    }
}
