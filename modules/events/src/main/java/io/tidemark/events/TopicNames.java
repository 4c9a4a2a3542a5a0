package io.tidemark.events;

import io.tidemark.model.TableName;
import java.util.Optional;

/**
 * The names of one pipeline's topics.
 *
 * @param prefix what separates this pipeline from others on the same broker, for example {@code tidemark}
 */
public record TopicNames(String prefix) {

    /** The topic that mirrors a table; the name is Debezium's, {@code prefix.schema.table}. */
    public String table(TableName table) {
        return prefix + "." + table;
    }

    /** The table a topic mirrors; empty for every other topic. */
    public Optional<TableName> tableOf(String topic) {
        String start = prefix + ".";
        if (!topic.startsWith(start) || topic.indexOf('.', start.length()) < 0) {
            return Optional.empty();
        }
        return Optional.of(TableName.parse(topic.substring(start.length())));
    }

    /** How far the capture is: one partition; it also holds the resume point the capture keeps there. */
    public String progress() {
        return prefix + ".progress";
    }

    /** The text of every schema that records here were written with, by id: one partition. */
    public String schemas() {
        return prefix + ".schemas";
    }

    /** Records that can never be applied. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }

    /** The consumer group of the sink, which is also the name of its Streams application. */
    public String sinkGroup() {
        return prefix + "-sink";
    }

    /** The transactional id of the capture: at most one capture of a prefix can write. */
    public String captureTransactionalId() {
        return prefix + "-capture";
    }
}
