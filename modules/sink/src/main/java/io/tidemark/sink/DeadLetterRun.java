package io.tidemark.sink;

import io.tidemark.events.DeadLetter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;

/**
 * Dead letters of one task, and how many came in a row. Very many in a row are no bad records but a wrong registry or a wrong
 * mapping: then continuing would dead-letter everything. One thread.
 */
final class DeadLetterRun {

    /** So many in a row, without a good record between, stop the sink. */
    static final int LONGEST = 100;

    private final DeadLetterSink letters;
    private int inARow;

    DeadLetterRun(DeadLetterSink letters) {
        this.letters = letters;
    }

    void good() {
        inARow = 0;
    }

    /**
     * Keeps one.
     *
     * @throws TidemarkException FATAL when too many came in a row; this one is not kept then
     */
    void keep(DeadLetter letter) {
        if (++inARow >= LONGEST) {
            throw new TidemarkException(
                    Category.FATAL,
                    LONGEST + " records in a row cannot be applied, the last is " + letter
                            + "; this looks like a wrong SCHEMA_REGISTRY_URL or TIDEMARK_MAPPING, or a constraint that"
                            + " does not fit: correct it; the sink stops here and keeps its place");
        }
        letters.keep(letter);
    }
}
