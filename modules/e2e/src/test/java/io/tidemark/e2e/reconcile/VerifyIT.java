package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a comparison says of the sample data: clean, drifted, incomplete, wrongly asked for, stopped and gone on with. */
@Timeout(120)
final class VerifyIT {

    @TempDir
    private Path folder;

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("verify");

    private final TestPipeline pipeline = RUNNING.pipeline();
    private Reconciler reconciler;

    @BeforeEach
    void open() throws SQLException {
        reconciler = new Reconciler(pipeline, folder.resolve("state"));
    }

    @Test
    void the_sample_data_is_in_sync() {
        Reconciler.Run run = reconciler.run("verify");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("public.users +10 +10")
                .containsPattern("public.follows +17 +17")
                .containsPattern("public.mutes +2 +2")
                .containsPattern("public.blocks +1 +1")
                .contains("in sync: 30 rows compared");
        assertThat(pipeline.graph().reader(pipeline.settings().mapping()).sourcesOf("FOLLOWS", "username", "alice"))
                .containsExactly("bob", "charlie", "diana", "evan", "fiona", "george", "hannah");
    }

    @Test
    void what_no_refresh_can_mend_is_found_and_said_to_be_so() {
        pipeline.graph("MATCH (a:User {username: 'bob'})-[r:MUTES]->(b) CREATE (a)-[c:MUTES]->(b) SET c = properties(r)"
                + " RETURN 1");
        pipeline.graph("CREATE (:User {id: 'no uuid', username: 'stray'}) RETURN 1");
        pipeline.graph("CREATE (:UserRef:User {id: 'neither', username: 'stranger'}) RETURN 1");
        Reconciler.Run found = reconciler.run("verify", "--output=json");
        assertThat(found.exitCode()).isEqualTo(3);
        assertThat(found.json().path("driftCount").asInt()).isEqualTo(3);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).isEqualTo(3);
        assertThat(repaired.out()).contains("3 are beyond a refresh").contains("nothing to refresh");
    }

    @Test
    void properties_left_on_a_reference_are_found() {
        pipeline.graph("CREATE (n:UserRef {id: '00000000-0000-0000-0000-0000000000ff', username: 'left'}) RETURN 1");
        Reconciler.Run found = reconciler.run("verify");
        assertThat(found.exitCode()).isEqualTo(3);
        assertThat(found.out()).contains("extra     public.users 00000000-0000-0000-0000-0000000000ff");
        assertThat(reconciler.run("repair", "--execute").exitCode()).isZero();
        assertThat(reconciler.run("verify").exitCode()).isZero();
    }

    @Test
    void wrong_use_is_one_line_and_exit_code_2() throws IOException {
        assertWrong(reconciler.run("verify", "--table=public.likes"), "table public.likes is not mapped");
        assertWrong(reconciler.run("verify", "--resume"), "there is no checkpoint");
        assertWrong(reconciler.run("verify", "--since-checkpoint"), "no complete comparison without drift is kept");
        assertWrong(reconciler.run("verify", "--sample=0"), "--sample is 0: give 1");
        assertWrong(reconciler.run("repair", "--last"), "no comparison is kept");
        assertWrong(reconciler.run("report"), "no comparison is kept");
        assertWrong(reconciler.run("clear"), "give --yes");
        assertWrong(reconciler.run("backfill", "--max-lag=much"), "--max-lag is 'much'");
        Files.writeString(folder.resolve("state").resolve("verify.checkpoint.json"), "{\"origin\": 7}");
        assertWrong(reconciler.run("verify", "--resume"), "cannot be read");
    }

    private static void assertWrong(Reconciler.Run run, String message) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_result_of_another_mapping_is_refused() throws IOException {
        assertThat(reconciler.run("verify").exitCode()).isZero();
        Path mapping = Files.writeString(
                folder.resolve("users.yaml"),
                "nodes:\n  - { table: public.users, label: User, key: id, properties: [username] }\n");
        Reconciler.Run run =
                reconciler.with(Setting.TIDEMARK_MAPPING, mapping.toString()).run("verify", "--since-checkpoint");
        assertWrong(run, "of another mapping");
    }

    @Test
    void rows_written_since_the_last_comparison_are_compared_alone() throws SQLException, IOException {
        assertThat(reconciler.run("verify").exitCode()).isZero();
        pipeline.sql("insert into users (id, username) values ('00000000-0000-0000-0000-0000000000aa', 'later')");
        pipeline.awaitEqual();
        pipeline.graph("MATCH (n:User) WHERE n.username IN ['bob', 'later'] SET n.username = 'drifted' RETURN 1");
        String whole = Files.readString(reconciler.state().resolve("last-whole-verify.json"));
        Reconciler.Run since = reconciler.run("verify", "--since-checkpoint", "--output=json");
        assertThat(Files.readString(reconciler.state().resolve("last-whole-verify.json")))
                .as("the alarm for an overdue comparison goes by whole ones")
                .isEqualTo(whole);
        assertThat(since.exitCode()).isEqualTo(3);
        assertThat(since.json().path("driftCount").asInt()).isEqualTo(1);
        assertThat(since.json().path("scope").asText()).contains("deletes since then were not looked for");
        assertThat(reconciler
                        .run("verify", "--sample=100", "--output=json")
                        .json()
                        .path("driftCount")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void without_a_sink_nothing_is_called_drift_and_a_repair_ends() throws SQLException {
        pipeline.stopSink();
        pipeline.sql("update users set username = 'bobby' where username = 'bob'");
        Reconciler.Run verified = reconciler.run("verify", "--patience=2", "--output=json");
        assertThat(verified.exitCode()).as(verified.out()).isEqualTo(5);
        assertThat(verified.json().path("driftCount").asInt()).isZero();
        assertThat(verified.json().path("verdict").asText()).isEqualTo("incomplete");
        assertThat(verified.out()).contains("look at the sink");
        pipeline.startSink();
        pipeline.awaitEqual();
        pipeline.graph("MATCH (n:User {username: 'bobby'}) SET n.username = 'drifted' RETURN 1");
        assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
        pipeline.stopSink();
        long start = System.nanoTime();
        Reconciler.Run repair = reconciler.run("repair", "--last", "--execute", "--patience=4");
        assertThat(repair.exitCode()).as(repair.out()).isEqualTo(1);
        assertThat(repair.err()).contains("has not moved for 4 s").contains("./tidemark sink");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void a_table_that_cannot_be_read_is_named_and_the_others_are_compared() throws SQLException {
        RUNNING.spoil();
        pipeline.sql("alter table mutes rename to muted");
        Reconciler.Run run = reconciler.run("verify", "--output=json");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(5);
        assertThat(run.json().path("tables").toString()).contains("table public.mutes does not exist");
        assertThat(run.json().path("complete").asBoolean()).isFalse();
    }

    @Test
    void a_comparison_that_is_stopped_or_killed_goes_on_from_its_checkpoint() throws Exception {
        pipeline.sql(
                "insert into users (id, username) select gen_random_uuid(), 'u' || n from generate_series(1, 9000) n");
        pipeline.awaitEqual();
        pipeline.graph("MATCH (n:User) WITH n ORDER BY n.id WITH collect(n) AS all"
                + " FOREACH (n IN [all[3], all[8000]] | SET n.username = 'drifted') RETURN 1");
        String[] slowly = {"--chunk-rows=500", "--rows-per-second=700"};
        Path checkpoint = folder.resolve("state").resolve("verify.checkpoint.json");
        Process stopped = reconciler.start(folder.resolve("stopped.log"), "verify", slowly);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(checkpoint));
        stopped.destroy();
        assertThat(stopped.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue())
                .as(Files.readString(folder.resolve("stopped.log")))
                .isEqualTo(4);
        String before = Files.readString(checkpoint);
        Process killed = reconciler.start(
                folder.resolve("killed.log"), "verify", "--resume", "--chunk-rows=500", "--rows-per-second=700");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Files.readString(checkpoint).equals(before));
        killed.destroyForcibly().waitFor();
        Reconciler.Run resumed = reconciler.run("verify", "--resume", "--output=json");
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(3);
        assertThat(resumed.json().path("driftCount").asInt()).isEqualTo(2);
        assertThat(resumed.json().path("drifts")).hasSize(2);
        assertThat(resumed.json().path("tables").get(0).path("rows").asInt()).isEqualTo(9010);
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void a_watch_serves_what_it_finds_as_metrics() throws Exception {
        pipeline.graph("MATCH (n:User {username: 'bob'}) SET n.username = 'drifted' RETURN 1");
        int port = FreePort.find();
        CompletableFuture<Reconciler.Run> watch = CompletableFuture.supplyAsync(
                () -> reconciler.run("watch", "--rounds=2", "--every=4", "--tidemark-metrics-port=" + port));
        var client = java.net.http.HttpClient.newHttpClient();
        var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://localhost:" + port + "/metrics"))
                .build();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("tidemark_reconciler_drift{kind=\"different\",table=\"public.users\"} 1.0")
                        .contains("tidemark_reconciler_complete{table=\"public.mutes\"} 1.0")
                        .contains("tidemark_reconciler_verifies_total{verdict=\"drift\"} 1.0"));
        assertThat(watch.get().exitCode()).isZero();
    }
}
