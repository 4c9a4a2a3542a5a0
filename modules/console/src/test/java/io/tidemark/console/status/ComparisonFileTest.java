package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus.Reconciliation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonFileTest {

    private static final String KEPT = """
            {"origin": {"prefix": "p", "more": 1},
             "result": {"scope": "all", "began": "2026-11-21T11:59:00Z", "ended": "2026-11-21T12:00:00Z", "tables": [
               {"table": {"schema": "public", "name": "users"}, "rows": 10, "elements": 9, "suspects": 1, "missing": 1,
                "extra": 2, "different": 3, "strays": 4, "unsettled": 0, "notCompared": null},
               {"table": {"schema": "public", "name": "mutes"}, "rows": 2, "elements": 2, "suspects": 0, "missing": 0,
                "extra": 0, "different": 0, "strays": 0, "unsettled": 5, "notCompared": "no such table"}]}}""";

    @TempDir
    private Path folder;

    private PartReading<Optional<LastComparison>> read(String text) throws IOException {
        Files.writeString(folder.resolve("last-whole-verify.json"), text);
        return ComparisonFile.read(folder, "p");
    }

    @Test
    void the_last_comparison_is_read_and_summed_up() throws IOException {
        LastComparison last =
                Optional.ofNullable(read(KEPT).value()).flatMap(found -> found).orElseThrow();
        assertThat(last.summary())
                .isEqualTo(new Reconciliation(Instant.parse("2026-11-21T12:00:00Z"), "drift", 12, 10, 5));
        assertThat(last.tables())
                .extracting(LastComparison.Table::table)
                .containsExactly("public.users", "public.mutes");
        assertThat(last.tables()).extracting(LastComparison.Table::complete).containsExactly(true, false);
    }

    @Test
    void none_is_no_failure() {
        assertThat(ComparisonFile.read(folder.resolve("nowhere"), "p")).isEqualTo(PartReading.seen(Optional.empty()));
    }

    @Test
    void what_cannot_be_read_or_is_of_another_pipeline_is_said() throws IOException {
        assertThat(read("{").reason()).contains("last-whole-verify.json cannot be read");
        assertThat(read("{}").reason()).contains("last-whole-verify.json cannot be read");
        assertThat(read(KEPT.replace("\"rows\": 10", "\"rows\": \"ten\"")).reason())
                .contains("cannot be read");
        assertThat(read(KEPT.replace("\"rows\": 10", "\"rows\": \"10\"")).reason())
                .contains("cannot be read");
        assertThat(read(KEPT.replace("\"rows\": 10, ", "")).reason()).contains("cannot be read");
        assertThat(read(KEPT.replace(", \"notCompared\": null", "")).reason()).contains("cannot be read");
        assertThat(read("null").reason()).contains("cannot be read");
        assertThat(read(KEPT.replace("\"prefix\": \"p\"", "\"prefix\": \"q\"")).reason())
                .contains("is of pipeline q");
    }
}
