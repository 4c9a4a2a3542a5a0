package io.tidemark.model.position;

/**
 * The last offset of one topic partition that the graph holds. It lives in the graph and commits with the changes.
 *
 * @param topic the topic's name
 * @param topicId the topic's id as Kafka prints it; a topic that was deleted and made again has another one
 * @param partition the partition, from 0
 * @param offset the last applied offset; -1 when nothing was applied yet
 * @param changes row changes applied from this partition since the graph was last empty; counts what was delivered,
 *     several changes of one key in one flush count each
 * @param recordMillis the timestamp of the last applied record, in milliseconds since the epoch; -1 when unknown
 */
public record Watermark(String topic, String topicId, int partition, long offset, long changes, long recordMillis) {

    /** A watermark that does not say how old its last record is. */
    public Watermark(String topic, String topicId, int partition, long offset, long changes) {
        this(topic, topicId, partition, offset, changes, -1);
    }

    /** Nothing of this partition was applied. */
    public static Watermark nothing(String topic, String topicId, int partition) {
        return new Watermark(topic, topicId, partition, -1, 0);
    }
}
