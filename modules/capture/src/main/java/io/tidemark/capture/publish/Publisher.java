package io.tidemark.capture.publish;

import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.model.TidemarkException;
import java.util.Optional;

/** Writes batches to Kafka, each all or nothing. One thread. */
interface Publisher {

    /**
     * Writes the records, the progress and the resume point, all or nothing.
     *
     * @param from the resume point that this continues
     * @param batch a name of its own
     * @return the resume point that was written
     * @throws TidemarkException RETRY when it is unknown whether they were written: call {@link #recover}; FATAL when
     *     Kafka refuses
     * @throws FencedException when another capture took over, or the transaction was open for too long
     */
    ResumePoint publish(ResumePoint from, String batch, Segment segment);

    /**
     * Settles the batch that failed.
     *
     * @return the batch's resume point when the batch is in Kafka, otherwise empty
     * @throws TidemarkException RETRY while Kafka is unavailable, FATAL when it refuses
     * @throws FencedException when another capture took over
     */
    Optional<ResumePoint> recover(String batch);
}
