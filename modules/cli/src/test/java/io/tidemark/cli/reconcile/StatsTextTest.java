package io.tidemark.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.check.Stats.Position;
import io.tidemark.reconciler.check.Stats.Slot;
import io.tidemark.reconciler.check.Stats.TableCount;
import io.tidemark.reconciler.check.Stats.Unknown;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTextTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final Stats.Result WHOLE = new Stats.Result(
            NOON,
            "tidemark",
            List.of(
                    new TableCount("public.users", "User", 10L, 10L),
                    new TableCount("public.follows", "FOLLOWS", 1_234_567L, 1_234_560L)),
            3L,
            0L,
            new Position("0/1A", NOON, NOON),
            null,
            "0/2A",
            16L,
            0.25,
            new Slot("tidemark", true, "reserved", 2_048),
            0L,
            List.of());

    private static final Stats.Result WITHOUT_GRAPH = new Stats.Result(
            NOON,
            "tidemark",
            List.of(new TableCount("public.users", "User", 10L, null)),
            null,
            null,
            null,
            null,
            "0/2A",
            null,
            null,
            null,
            2L,
            List.of(new Unknown("Neo4j", "Neo4j cannot be reached")));

    @Test
    void numbers_stand_below_each_other() {
        assertThat(StatsText.lines(WHOLE))
                .containsExactly(
                        "table                rows  element   elements  difference",
                        "public.users           10  User            10           0",
                        "public.follows  1,234,567  FOLLOWS  1,234,560          -7",
                        "",
                        "references    3 without a row that edges name, 0 left behind",
                        "tidemark      0/1A, committed 2026-01-01T12:00:00Z",
                        "lag           16 B, 0.3 s",
                        "slot          tidemark is read, keeps 2.0 KiB of log, wal_status reserved",
                        "dead letters  0");
    }

    @Test
    void what_is_unknown_is_no_zero_and_says_why() {
        assertThat(StatsText.lines(WITHOUT_GRAPH))
                .containsSequence(
                        "public.users    10  User            ?           ?",
                        "",
                        "references    ? without a row that edges name, ? left behind",
                        "tidemark      ?",
                        "lag           ?",
                        "slot          none",
                        "dead letters  2",
                        "",
                        "? Neo4j: Neo4j cannot be reached");
    }

    @Test
    void it_goes_through_json_and_back() throws Exception {
        JsonMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        for (Stats.Result result : List.of(WHOLE, WITHOUT_GRAPH)) {
            assertThat(json.readValue(json.writeValueAsString(result), new TypeReference<Stats.Result>() {}))
                    .isEqualTo(result);
        }
    }
}
