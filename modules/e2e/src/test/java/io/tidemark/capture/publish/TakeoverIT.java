package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Two captures and one transactional id: nothing old is ever written behind what the successor wrote (I2). */
final class TakeoverIT {

    private static final Position POSITION = new Position.Streaming(new Lsn(1), Optional.empty());
    private static final ResumePoint START =
            new ResumePoint("start", new Source("1", "test", Map.of()), POSITION, Map.of());

    private static void publish(TransactionalPublisher publisher, String batch) {
        publisher.publish(START, batch, Segment.at(POSITION));
    }

    /** Several times: a commit is confirmed before every reader sees it, and that must not look like a successor. */
    @RepeatedTest(3)
    void a_capture_that_comes_back_does_not_write_behind_its_successor() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("takeover")) {
            CaptureSettings settings = pipeline.settings().capture();
            try (TransactionalPublisher first = new TransactionalPublisher(settings);
                    TransactionalPublisher second = new TransactionalPublisher(settings)) {
                assertThat(first.takeOver()).isEmpty();
                publish(first, "first-1");
                assertThat(first.recover("first-1")).isPresent();
                assertThat(first.recover("first-2")).isEmpty();

                assertThat(second.takeOver().map(ResumePoint::batch)).contains("first-1");
                publish(second, "second-1");
                // who asks before it can be seen fences the successor, and ends all the same
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> new KafkaClients(settings)
                                .resumePoints()
                                .last()
                                .filter(point -> point.batch().equals("second-1"))
                                .isPresent());
                assertThatThrownBy(() -> first.recover("first-2"))
                        .isInstanceOf(FencedException.class)
                        .hasMessageContaining("another capture took over");
                assertThatCode(() -> publish(second, "second-2")).doesNotThrowAnyException();
            }
        }
    }

    /** It has not failed, so it has no reason to ask who is in charge: Kafka itself must refuse it. */
    @Test
    void a_capture_that_was_replaced_without_noticing_writes_nothing_more() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("replaced")) {
            CaptureSettings settings = pipeline.settings().capture();
            try (TransactionalPublisher first = new TransactionalPublisher(settings);
                    TransactionalPublisher second = new TransactionalPublisher(settings);
                    TransactionalPublisher third = new TransactionalPublisher(settings)) {
                first.takeOver();
                publish(first, "first-1");
                second.takeOver();
                publish(second, "second-1");
                assertThatThrownBy(() -> publish(first, "first-2"))
                        .isInstanceOf(FencedException.class)
                        .hasMessageContaining("another capture took over");
                assertThat(third.takeOver().map(ResumePoint::batch)).contains("second-1");
            }
        }
    }

    /** A capture was killed, or is frozen, before its commit. */
    @Test
    void what_a_predecessor_left_open_never_arrives_and_holds_up_no_reader() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("left_open", Map.of("TIDEMARK_PARTITIONS", "1"))) {
            CaptureSettings settings = pipeline.settings().capture();
            TableTopics topics = new TableTopics(pipeline.settings());
            try (Producer<byte[], byte[]> predecessor = new KafkaClients(settings).producer();
                    TransactionalPublisher successor = new TransactionalPublisher(settings)) {
                predecessor.initTransactions();
                predecessor.beginTransaction();
                Future<RecordMetadata> open = predecessor.send(record(topics, "open"));
                predecessor.flush();
                assertThat(open).isDone();
                successor.takeOver();
                Segment segment = new Segment(List.of(record(topics, "committed")), Optional.empty(), POSITION);
                ResumePoint empty =
                        new ResumePoint("start", START.source(), POSITION, Map.of(topics.name("users"), List.of(-1L)));
                successor.publish(empty, "successor-1", segment);
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(topics.records("users"))
                                .extracting(each -> new String(each.value(), StandardCharsets.UTF_8))
                                .containsExactly("committed"));
                assertThatThrownBy(predecessor::commitTransaction).isInstanceOf(ProducerFencedException.class);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(TableTopics topics, String value) {
        return new ProducerRecord<>(topics.name("users"), 0, new byte[] {1}, value.getBytes(StandardCharsets.UTF_8));
    }

    /** As a broker leaves them behind that was killed in a transaction; the next commit would commit them too. */
    @Test
    void what_no_coordinator_will_ever_end_is_aborted() throws Exception {
        try (TestPipeline pipeline = TestPipeline.tables("hanging")) {
            CaptureSettings settings = pipeline.settings().capture();
            String users = new TableTopics(pipeline.settings()).name("users");
            Map<String, Object> forgotten = new HashMap<>(new KafkaClients(settings).common());
            forgotten.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId() + "-forgotten");
            try (Producer<byte[], byte[]> producer =
                            new KafkaProducer<>(forgotten, new ByteArraySerializer(), new ByteArraySerializer());
                    TransactionalPublisher publisher = new TransactionalPublisher(settings)) {
                producer.initTransactions();
                producer.beginTransaction();
                for (String topic : List.of(users, settings.topics().progress())) {
                    producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}))
                            .get();
                }
                assertThat(open(settings, users)).isTrue();
                publisher.takeOver();
                assertThat(open(settings, users)).isFalse();
                publish(publisher, "after");
                assertThat(publisher.recover("after")).isPresent();
                assertThat(new TableTopics(pipeline.settings()).liveKeys("users"))
                        .isZero();
            }
        }
    }

    /** As after a commit that a broker forgot in one partition: to abort it would lose what progress says is there. */
    @Test
    void what_was_published_is_not_aborted() throws Exception {
        try (TestPipeline pipeline = TestPipeline.tables("forgotten", Map.of("TIDEMARK_PARTITIONS", "1"))) {
            CaptureSettings settings = pipeline.settings().capture();
            TableTopics topics = new TableTopics(pipeline.settings());
            Map<String, Object> forgotten = new HashMap<>(new KafkaClients(settings).common());
            forgotten.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId() + "-forgotten");
            try (Producer<byte[], byte[]> producer =
                            new KafkaProducer<>(forgotten, new ByteArraySerializer(), new ByteArraySerializer());
                    TransactionalPublisher publisher = new TransactionalPublisher(settings)) {
                publisher.takeOver();
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(record(topics, "never committed")).get();
                ResumePoint empty =
                        new ResumePoint("start", START.source(), POSITION, Map.of(topics.name("users"), List.of(-1L)));
                publisher.publish(
                        empty, "after", new Segment(List.of(record(topics, "later")), Optional.empty(), POSITION));
                assertThatThrownBy(publisher::takeOver)
                        .isInstanceOfSatisfying(
                                TidemarkException.class,
                                lost -> assertThat(lost.category()).isEqualTo(Category.POSITION_LOST))
                        .hasMessageContaining("from offset 0 on")
                        .hasMessageContaining("--resnapshot");
                assertThat(open(settings, topics.name("users"))).isTrue();
                publisher.takeOverAnew();
                assertThat(open(settings, topics.name("users"))).isFalse();
            }
        }
    }

    private static boolean open(CaptureSettings settings, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = KafkaAdmin.open(new KafkaClients(settings).common())) {
            return KafkaCalls.get(
                            "describe producers",
                            admin.describeProducers(List.of(partition)).all())
                    .values()
                    .stream()
                    .flatMap(state -> state.activeProducers().stream())
                    .anyMatch(state -> state.currentTransactionStartOffset().isPresent());
        }
    }
}
