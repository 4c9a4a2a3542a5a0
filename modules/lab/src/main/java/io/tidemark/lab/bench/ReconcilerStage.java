package io.tidemark.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.verify.Verify;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The reconciler on a full graph, with capture and sink running and nobody writing. */
final class ReconcilerStage {

    private static final int DRIFTED_KEYS = 1_000;
    private static final String IN_SYNC = "in_sync";

    private final PlainScans scans;
    private final ReconcilerProcess reconciler;
    private final WarmVerify warm;
    private final PlantedDrift drift;
    private final Consumer<String> say;
    private final List<Rate> rates = new ArrayList<>();

    ReconcilerStage(
            PlainScans scans, ReconcilerProcess reconciler, WarmVerify warm, PlantedDrift drift, Consumer<String> say) {
        this.scans = scans;
        this.reconciler = reconciler;
        this.warm = warm;
        this.drift = drift;
        this.say = say;
    }

    /**
     * Verifies, repairs, rebuilds, backfills; leaves both sides equal.
     *
     * @throws TidemarkException FATAL when the reconciler does not say what is so: its figures would mean nothing
     */
    List<Rate> run() throws SQLException, InterruptedException {
        verifyAndScan();
        repair();
        rebuild();
        backfill();
        return List.copyOf(rates);
    }

    /** Once to warm the servers up; then to and fro, so that what drifts in the servers touches all alike. */
    private void verifyAndScan() throws SQLException, InterruptedException {
        say.accept("plain COPY, plain Bolt scan, verify: to warm the servers up");
        rates.add(scans.copy("warm-up"));
        rates.add(scans.bolt("warm-up"));
        verify("first");
        say.accept("plain COPY, plain Bolt scan, verify, and back");
        rates.add(scans.copy("round 1"));
        rates.add(scans.bolt("round 1"));
        verify("round 1");
        verify("round 2");
        rates.add(scans.bolt("round 2"));
        rates.add(scans.copy("round 2"));
        Verify.Result third = warm.run();
        if (third.verdict() != Verify.Verdict.IN_SYNC) {
            throw new TidemarkException(Category.FATAL, "the figures mean nothing: verify came to " + third);
        }
        double seconds = Duration.between(third.began(), third.ended()).toNanos() / 1e9;
        rates.add(new Rate(Rate.VERIFY, "third time in one JVM", third.rows(), seconds));
    }

    private void verify(String part) throws InterruptedException {
        ReconcilerProcess.Outcome outcome = reconciler.run("verify");
        JsonNode json = outcome.json();
        require(json.path("verdict").asText().equals(IN_SYNC), "verify of an untouched graph", json);
        long rows = sum(json.path("tables"), "rows");
        rates.add(new Rate(Rate.VERIFY, part, rows, between(json)));
        rates.add(new Rate(Rate.VERIFY, part + ": with the start of the JVM", rows, outcome.seconds()));
    }

    private void repair() throws InterruptedException {
        say.accept("repair");
        int planted = drift.plant(DRIFTED_KEYS);
        JsonNode found = reconciler.run("verify").json();
        require(found.path("driftCount").asInt() == planted, "verify of " + planted + " planted drifts", found);
        rates.add(new Rate(
                Rate.VERIFY, "with drift: " + planted + " keys", sum(found.path("tables"), "rows"), between(found)));
        ReconcilerProcess.Outcome outcome = reconciler.run("repair", "--last", "--execute");
        JsonNode repaired = outcome.json();
        require(
                repaired.path("repaired").asInt() == planted
                        && repaired.path("remaining").asInt() == 0,
                "repair of " + planted + " keys",
                repaired);
        rates.add(new Rate(Rate.REPAIR, "round 1", planted, between(repaired)));
        rates.add(new Rate(Rate.REPAIR, "with the start of the JVM", planted, outcome.seconds()));
    }

    /** Verifies by itself at the end. */
    private void rebuild() throws InterruptedException {
        say.accept("rebuild");
        ReconcilerProcess.Outcome outcome = reconciler.run("rebuild", "--yes");
        JsonNode json = outcome.json();
        JsonNode verified = json.path("verify");
        require(verified.path("verdict").asText().equals(IN_SYNC), "rebuild", verified);
        long rows = sum(verified.path("tables"), "rows");
        double clearing = seconds(json.at("/rebuild/cleared/took"));
        double replaying = seconds(json.at("/rebuild/replay"));
        rates.add(new Rate(Rate.REBUILD, "round 1", rows, clearing + replaying));
        rates.add(new Rate(Rate.REBUILD, "round 1: clear", sum(json.at("/rebuild/cleared/parts"), "going"), clearing));
        rates.add(new Rate(
                Rate.REBUILD,
                "round 1: changes replayed",
                json.at("/rebuild/applied").asLong(),
                replaying));
        rates.add(new Rate(Rate.REBUILD, "with start of the JVM and verify", rows, outcome.seconds()));
    }

    private void backfill() throws InterruptedException {
        say.accept("backfill");
        ReconcilerProcess.Outcome outcome = reconciler.run("backfill");
        long rows = sum(outcome.json().path("tables"), "rows");
        rates.add(
                new Rate(Rate.BACKFILL, "round 1", rows, seconds(outcome.json().path("took"))));
        JsonNode verified = reconciler.run("verify").json();
        require(verified.path("verdict").asText().equals(IN_SYNC), "verify after the backfill", verified);
    }

    private static long sum(JsonNode parts, String field) {
        return StreamSupport.stream(parts.spliterator(), false)
                .mapToLong(part -> part.path(field).asLong())
                .sum();
    }

    private static double between(JsonNode json) {
        Instant began = Instant.parse(json.path("began").asText());
        Instant ended = Instant.parse(json.path("ended").asText());
        return Duration.between(began, ended).toNanos() / 1e9;
    }

    /** A duration is written as seconds or as ISO 8601. */
    private static double seconds(JsonNode duration) {
        return duration.isNumber()
                ? duration.asDouble()
                : Duration.parse(duration.asText()).toNanos() / 1e9;
    }

    private static void require(boolean condition, String what, JsonNode json) {
        if (!condition) {
            throw new TidemarkException(Category.FATAL, "the figures mean nothing: " + what + " came to " + json);
        }
    }
}
