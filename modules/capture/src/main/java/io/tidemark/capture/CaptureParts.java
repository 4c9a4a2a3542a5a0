package io.tidemark.capture;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.avro.SchemaHistory;
import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Sweep;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.StreamedTransactions;
import io.tidemark.capture.settings.CaptureSettings;

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
        CaptureListener listener) {}
