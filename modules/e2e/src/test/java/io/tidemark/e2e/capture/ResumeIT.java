package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.CaptureProcess;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each committed row change is published once, whatever happens to the capture (I3). */
final class ResumeIT {

    private static final int ROWS = Integer.getInteger("tidemark.large.transaction", 150_000);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** Far more rows than the heap could hold, and killed three times on the way. */
    @Test
    @Tag("slow")
    void a_large_transaction_survives_kills_in_its_middle(@TempDir Path folder) throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("resume")) {
            Path log = folder.resolve("capture.log");
            TableTopics topics = new TableTopics(pipeline.settings());
            CaptureProcess capture = CaptureProcess.start(pipeline.environment(), 256, log);
            try {
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'before')");
                await().atMost(DEADLINE).until(() -> topics.ends("users") > 0);
                pipeline.sql("insert into users (id, username)"
                        + " select gen_random_uuid(), 'user-' || n from generate_series(1, " + ROWS + ") n");
                for (int quarter = 1; quarter <= 3; quarter++) {
                    long enough = (long) ROWS * quarter / 4;
                    await().atMost(DEADLINE)
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> topics.ends("users") > enough);
                    capture.kill();
                    capture = CaptureProcess.start(pipeline.environment(), 256, log);
                }
                CaptureProcess last = capture;
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'after')");
                await().atMost(DEADLINE).pollInterval(Duration.ofMillis(500)).until(() -> {
                    last.check();
                    return topics.ends("users") >= ROWS + 2L && topics.count("users") >= ROWS + 2L;
                });
                assertThat(topics.count("users")).isEqualTo(ROWS + 2L);
                assertThat(topics.distinctKeys("users")).isEqualTo(ROWS + 2L);
            } finally {
                capture.close();
            }
        }
    }

    @Test
    void every_delete_is_followed_by_one_tombstone_and_a_changed_key_is_a_delete_and_an_insert() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("tombstone")) {
            pipeline.startCapture();
            TableTopics topics = new TableTopics(pipeline.settings());
            await("the snapshot is over")
                    .atMost(DEADLINE)
                    .until(() -> topics.progress().isPresent());
            String one = "'00000000-0000-0000-0000-000000000001'";
            String two = "'00000000-0000-0000-0000-000000000002'";
            pipeline.sql(
                    "insert into users (id, username) values (" + one + ", 'alice')",
                    "update users set id = " + two + " where id = " + one,
                    "delete from users where id = " + two,
                    "insert into users (id, username) values (" + two + ", 'again')");
            await().atMost(DEADLINE).until(() -> topics.records("users").size() >= 7);
            Map<ByteBuffer, String> shapes = new HashMap<>();
            List<ConsumerRecord<byte[], byte[]>> records = topics.records("users");
            records.forEach(record ->
                    shapes.merge(ByteBuffer.wrap(record.key()), record.value() == null ? "-" : "+", String::concat));
            // alice: insert, delete, tombstone; the second: insert, delete, tombstone, insert
            assertThat(shapes.values()).containsExactlyInAnyOrder("++-", "++-+");
        }
    }
}
