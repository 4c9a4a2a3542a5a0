package io.tidemark.console.status;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.ProgressRecord;
import io.tidemark.events.TopicReader;
import io.tidemark.model.position.Progress;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Follows the progress topic from near its end. Used by one thread. */
final class ProgressTail implements AutoCloseable {

    /** How far back the newest progress is looked for, in offsets: that topic holds resume points and markers as well. */
    private static final List<Long> BACK = List.of(64L, 4_096L, Long.MAX_VALUE);

    private final KafkaSettings kafka;
    private final TopicPartition partition;
    private @Nullable TopicReader reader;
    private @Nullable Progress newest;
    private long readTo;

    ProgressTail(KafkaSettings kafka, String topic) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic, 0);
    }

    /**
     * The newest progress; null before the first.
     *
     * @throws io.tidemark.model.TidemarkException as {@link TopicReader} does
     */
    @Nullable
    Progress read() {
        TopicReader open = reader;
        if (open == null) {
            open = KafkaClients.reader(kafka);
            reader = open;
            newest = null;
        }
        long end = open.ends(List.of(partition)).getOrDefault(partition, 0L);
        if (newest == null || readTo > end) {
            newest = null;
            search(open, end);
        } else {
            follow(open, readTo, end);
        }
        return newest;
    }

    private void search(TopicReader open, long end) {
        long beginning = open.beginnings(List.of(partition)).getOrDefault(partition, 0L);
        for (long back : BACK) {
            long start = Math.max(beginning, end - back);
            follow(open, start, end);
            if (newest != null || start == beginning) {
                return;
            }
        }
    }

    private void follow(TopicReader open, long from, long end) {
        open.read(Map.of(partition, from), Map.of(partition, end), kept -> {
            if (ProgressRecord.isKey(kept.key()) && kept.value() != null) {
                newest = ProgressRecord.parse(kept.value());
            }
        });
        readTo = end;
    }

    @Override
    public void close() {
        TopicReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
