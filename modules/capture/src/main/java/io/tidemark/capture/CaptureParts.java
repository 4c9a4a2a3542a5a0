package io.tidemark.capture;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.avro.SchemaHistory;
import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.SchemaTexts;
import io.tidemark.capture.publish.Sweep;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.StreamedTransactions;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.events.SchemaTopic;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TidemarkException;
import java.util.Map;

/**
 * What all sessions of a capture use, one after the other.
 *
 * @param streamed what one session has streamed, the next one's refreshes must see
 */
record CaptureParts(
        CaptureSettings settings,
        RecordEncoder encoder,
        SchemaHistory history,
        TransactionalPublisher publisher,
        Sweep sweep,
        StreamedTransactions streamed,
        CaptureListener listener) {

    /**
     * Reads which schemas are kept beside the data. Once into an empty topic goes what records were written with before their
     * schemas were kept there.
     *
     * @throws TidemarkException RETRY when Kafka, or for an empty topic the registry, is unavailable
     */
    SchemaTexts schemaTexts() {
        TopicNames names = settings.topics();
        SchemaTopic topic = new SchemaTopic(settings.kafka().client(), names.schemas());
        Map<Integer, String> kept = topic.read();
        Map<Integer, String> earlier = kept.isEmpty()
                ? history.of(
                        settings.mapping().tables().stream().map(names::table).toList())
                : Map.of();
        return new SchemaTexts(topic, kept, earlier);
    }
}
