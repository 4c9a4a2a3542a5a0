package io.tidemark.capture.publish;

import static io.tidemark.capture.publish.SourceRecords.TOPIC;
import static io.tidemark.capture.publish.SourceRecords.change;
import static io.tidemark.capture.publish.SourceRecords.message;
import static io.tidemark.capture.publish.SourceRecords.snapshotRow;
import static io.tidemark.capture.publish.SourceRecords.toasted;
import static io.tidemark.capture.publish.SourceRecords.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.Position.Unfinished;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.concurrent.Backoff;
import io.tidemark.events.SchemaTopic;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What becomes of each kind of record, without a server. */
final class BatchWriterTest {

    private static final Position LOG = new Position.Streaming(new Lsn(40), Optional.empty());
    private static final Position SNAPSHOT = new Position.Snapshot(Map.of(TOPIC, List.of(3L)));

    private final WrittenSegments kafka = new WrittenSegments();
    private final List<String> events = new ArrayList<>();
    private Set<TableName> rewritten = Set.of();

    private final Sweep sweep = (topic, below, end, chunks) -> {
        events.add("sweep " + topic + " below " + below + " up to " + end + " after " + kafka.written.size());
        chunks.accept(List.of(new ProducerRecord<>(topic, new byte[] {1}, null)));
    };

    private final Refresh refresh = new Refresh() {
        @Override
        public void streamed(long transactionId) {
            events.add("streamed " + transactionId);
        }

        @Override
        public void run(String request, BooleanSupplier stopped, Consumer<List<Reread>> chunks) {
            events.add("refresh " + request + " after " + kafka.written.size());
            chunks.accept(List.of(new Reread(snapshotRow("there", "false"), false), new Reread(row(1), true)));
        }

        @Override
        public void rows(
                TableName table, Set<List<String>> keys, BooleanSupplier stopped, Consumer<List<Reread>> chunks) {
            events.add("read " + table + " " + keys + " after " + kafka.written.size());
            keys.forEach(key -> chunks.accept(List.of(new Reread(snapshotRow(key.get(0), "false"), false))));
        }

        @Override
        public void table(TableName table, BooleanSupplier stopped, Consumer<List<Reread>> chunks) {
            events.add("read " + table + " after " + kafka.written.size());
            chunks.accept(List.of(new Reread(snapshotRow("there", "false"), false)));
        }

        @Override
        public List<String> part(
                TableName table, List<String> from, int rows, BooleanSupplier stopped, Consumer<List<Reread>> chunks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long oldestTransaction() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Partitions> partitions(PartitionsMessage message, Map<String, String> known) {
            TableName name = TableName.parse(message.table());
            return name.name().equals("unmapped")
                    ? Optional.empty()
                    : Optional.of(new Partitions(
                            name, TOPIC, message.partitions(), !name.name().equals("empty_partition")));
        }
    };

    private final CaptureListener listener = new CaptureListener() {
        @Override
        public void snapshotRowRead(String topic) {
            events.add("row of " + topic);
        }
    };

    private BatchWriter writer(Position start) {
        ResumePoint point =
                new ResumePoint("start", new Source("1", "db", Map.of()), start, Map.of(TOPIC, List.of(4L)));
        SegmentWriter segments = new SegmentWriter(
                point,
                new RecordEncoder((subject, schema) -> 1),
                new SchemaTexts(new SchemaTopic(Map.of(), "t.schemas"), Map.of(), Map.of()),
                kafka,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                listener);
        return new BatchWriter(
                segments,
                new Heartbeat("mine"),
                sweep,
                refresh,
                () -> new BatchWriter.SnapshotEnd(new Lsn(41), rewritten),
                listener);
    }

    private static SourceRecord row(long order) {
        return change("key", "c", order);
    }

    /** Writes them as one batch; tells for each whether the slot may move there. */
    private static List<Boolean> write(BatchWriter writer, SourceRecord... batch) throws InterruptedException {
        List<Boolean> boundaries = new ArrayList<>();
        for (SourceRecord record : batch) {
            boundaries.add(writer.add(record));
        }
        writer.flush();
        return boundaries;
    }

    private List<Position> positions() {
        return kafka.written.stream().map(Segment::position).toList();
    }

    private static String kinds(Segment segment) {
        return segment.records().stream()
                .map(record -> record.value() == null ? "tombstone" : "record")
                .collect(Collectors.joining(" "));
    }

    @Test
    void a_part_of_a_transaction_is_published_and_counted() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        assertThat(write(writer, transaction("BEGIN", 0), row(1), row(2))).containsOnly(false);
        assertThat(positions()).containsExactly(new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 2))));
        assertThat(kafka.written.get(0).boundary()).isEmpty();
        assertThat(kafka.written.get(0).changes()).isEqualTo(Map.of(TOPIC, 2L));
        assertThat(writer.position()).contains(new Lsn(40));
        assertThat(events).containsExactly("streamed 7");
    }

    @Test
    void the_end_of_a_transaction_is_where_the_slot_may_move() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        assertThat(write(writer, transaction("BEGIN", 0), row(1), transaction("END", 1)))
                .containsExactly(false, false, true);
        assertThat(positions()).containsExactly(new Position.Streaming(new Lsn(42), Optional.empty()));
        assertThat(kafka.written.get(0).boundary())
                .contains(new Segment.Boundary(1, new Lsn(42), Instant.ofEpochMilli(9)));
        assertThat(writer.position()).contains(new Lsn(42));
    }

    @Test
    void a_delete_and_its_tombstone_are_one_change() throws InterruptedException {
        write(writer(LOG), transaction("BEGIN", 0), change("key", "d", 1));
        assertThat(kinds(kafka.written.get(0))).isEqualTo("record tombstone");
        assertThat(kafka.written.get(0).changes()).isEqualTo(Map.of(TOPIC, 1L));
    }

    @Test
    void what_was_published_before_a_restart_is_left_out() throws InterruptedException {
        BatchWriter writer = writer(new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 2))));
        write(writer, transaction("BEGIN", 0), row(1), row(2), row(3), transaction("END", 3));
        assertThat(kinds(kafka.written.get(0))).isEqualTo("record");
    }

    @Test
    void nothing_is_written_of_a_batch_that_says_nothing() throws InterruptedException {
        assertThat(write(writer(LOG), message("another.program", "hello", 0))).containsExactly(false);
        assertThat(kafka.written).isEmpty();
    }

    @Test
    void a_row_without_its_large_value_is_read_again_behind_its_batch_and_before_its_boundary()
            throws InterruptedException {
        write(writer(LOG), transaction("BEGIN", 0), toasted(3, 1), toasted(3, 2), row(3), transaction("END", 3));
        assertThat(events).containsExactly("streamed 7", "read public.users [[3]] after 0");
        assertThat(kafka.written).extracting(BatchWriterTest::kinds).containsExactly("record record");
        assertThat(kafka.written.get(0).boundary())
                .contains(new Segment.Boundary(2, new Lsn(42), Instant.ofEpochMilli(9)));
        assertThat(positions()).containsExactly(new Position.Streaming(new Lsn(42), Optional.empty()));
    }

    @Test
    void a_snapshot_in_which_a_table_was_rewritten_is_not_swept_from() throws InterruptedException {
        rewritten = Set.of(TableName.parse("users"));
        BatchWriter writer = writer(SNAPSHOT);
        assertThatThrownBy(() -> writer.add(snapshotRow("key", "last")))
                .isInstanceOfSatisfying(
                        TidemarkException.class,
                        e -> assertThat(e.category()).isEqualTo(TidemarkException.Category.RETRY))
                .hasMessageContaining("public.users");
        assertThat(events).noneMatch(event -> event.startsWith("sweep"));
        assertThat(writer.position()).isEmpty();
    }

    @Test
    void rows_to_be_read_again_are_not_gathered_without_bound() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        writer.add(transaction("BEGIN", 0));
        for (int id = 0; id < IncompleteRows.MANY; id++) {
            assertThat(kafka.written).isEmpty();
            writer.add(toasted(id, id + 1));
        }
        assertThat(positions())
                .containsExactly(
                        new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, IncompleteRows.MANY))));
        assertThat(kafka.written.get(0).records()).hasSize(IncompleteRows.MANY);
    }

    @Test
    void a_truncate_sweeps_all_that_was_published_before_it() throws InterruptedException {
        write(writer(LOG), transaction("BEGIN", 0), row(1), change(null, "t", 2), row(3));
        assertThat(events).containsExactly("streamed 7", "sweep " + TOPIC + " below [5] up to [5] after 1");
        assertThat(kafka.written).extracting(BatchWriterTest::kinds).containsExactly("record", "tombstone", "record");
        Position before = new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 1)));
        assertThat(positions())
                .as("after a kill during the sweep the truncate comes again")
                .startsWith(before, before);
    }

    @Test
    void a_request_to_refresh_is_answered_between_what_surrounds_it() throws InterruptedException {
        write(writer(LOG), transaction("BEGIN", 0), row(1), message(Refresh.PREFIX, "users", 2), row(3));
        assertThat(events).containsExactly("streamed 7", "refresh users after 1");
        assertThat(kafka.written)
                .extracting(BatchWriterTest::kinds)
                .containsExactly("record", "record record tombstone", "record");
        Position before = new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 1)));
        assertThat(positions())
                .as("after a kill during the refresh the request comes again")
                .startsWith(before, before);
    }

    @Test
    void a_table_whose_partitions_have_changed_is_read_and_then_swept_of_what_was_older() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        write(writer, transaction("BEGIN", 0), row(1), partitions("public.users", 2), row(3));
        assertThat(events)
                .containsExactly(
                        "streamed 7", "read public.users after 1", "sweep " + TOPIC + " below [5] up to [5] after 2");
        assertThat(writer.partitions()).containsExactly(Map.entry("public.users", "1.2.3"));
        Position before = new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 1)));
        assertThat(positions()).startsWith(before, before, before, before);
    }

    private static SourceRecord partitions(String table, long order) {
        return message(PartitionsMessage.PREFIX, new PartitionsMessage(table, "1.2.3").text(), order);
    }

    @Test
    void a_message_that_names_no_partitions_is_left_out() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        write(
                writer,
                transaction("BEGIN", 0),
                message(PartitionsMessage.PREFIX, "public.users", 1),
                message(PartitionsMessage.PREFIX, "{\"table\":\"public.users\",\"partitions\":\"drop\"}", 2),
                message(PartitionsMessage.PREFIX, "null", 3));
        assertThat(events).containsExactly("streamed 7");
    }

    @Test
    void an_empty_partition_is_noted_and_nothing_is_read_for_it_or_for_a_foreign_table() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        write(
                writer,
                transaction("BEGIN", 0),
                partitions("public.empty_partition", 1),
                partitions("public.unmapped", 2));
        assertThat(events).containsExactly("streamed 7");
        assertThat(writer.partitions()).containsOnlyKeys("public.empty_partition");
    }

    @Test
    void a_request_that_was_answered_before_a_restart_is_not_answered_again() throws InterruptedException {
        BatchWriter writer = writer(new Position.Streaming(new Lsn(40), Optional.of(new Unfinished(7, 1))));
        write(writer, transaction("BEGIN", 0), message(Refresh.PREFIX, "users", 1));
        assertThat(events).containsExactly("streamed 7");
    }

    @Test
    void the_own_heartbeat_moves_the_position_between_transactions() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        assertThat(write(writer, message(Heartbeat.PREFIX, "mine 8", 0))).containsExactly(true);
        assertThat(kafka.written.get(0).boundary())
                .contains(new Segment.Boundary(0, new Lsn(50), Instant.ofEpochMilli(8)));
        assertThat(writer.position()).contains(new Lsn(50));
    }

    @Test
    void no_other_heartbeat_moves_it() throws InterruptedException {
        BatchWriter writer = writer(LOG);
        assertThat(write(writer, message(Heartbeat.PREFIX, "yours 8", 0))).containsExactly(false);
        assertThat(write(writer, transaction("BEGIN", 0), message(Heartbeat.PREFIX, "mine 8", 0)))
                .as("in the middle of a transaction")
                .containsExactly(false, false);
        assertThat(writer.position()).contains(new Lsn(40));
    }

    @Test
    void rows_of_a_snapshot_keep_its_position() throws InterruptedException {
        BatchWriter writer = writer(SNAPSHOT);
        write(writer, snapshotRow("a", "true"), snapshotRow("b", "true"));
        assertThat(positions()).containsExactly(SNAPSHOT);
        assertThat(writer.position()).isEmpty();
        assertThat(events).containsExactly("row of " + TOPIC, "row of " + TOPIC);
    }

    @Test
    void after_a_snapshots_last_row_old_keys_are_swept_and_the_log_is_read_from_its_slot() throws InterruptedException {
        BatchWriter writer = writer(SNAPSHOT);
        write(writer, snapshotRow("a", "true"), snapshotRow("b", "last"));
        assertThat(events).last().isEqualTo("sweep " + TOPIC + " below [3] up to [5] after 1");
        assertThat(positions())
                .containsExactly(SNAPSHOT, SNAPSHOT, new Position.Streaming(new Lsn(41), Optional.empty()));
        assertThat(writer.position()).contains(new Lsn(41));
        assertThatThrownBy(() -> writer.add(snapshotRow("c", "true")))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("while the log was being read");
    }

    @Test
    void a_snapshot_of_empty_tables_is_complete_when_the_log_begins() throws InterruptedException {
        BatchWriter writer = writer(new Position.Snapshot(Map.of(TOPIC, List.of(0L))));
        write(writer, message(Heartbeat.PREFIX, "mine 8", 0));
        assertThat(events).as("there is nothing to sweep").isEmpty();
        assertThat(writer.position()).contains(new Lsn(50));
    }

    @Test
    void what_is_not_known_is_not_skipped() {
        assertThatThrownBy(() -> writer(LOG).add(change("key", "z", 1)))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("report this");
    }
}
