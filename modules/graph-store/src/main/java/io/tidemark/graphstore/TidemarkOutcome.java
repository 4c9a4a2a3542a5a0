package io.tidemark.graphstore;

/** What came of the attempt to advance the tidemark. */
public sealed interface TidemarkOutcome {

    /** The graph has not reached any of the progress; the tidemark stays where it is. */
    record NotReached() implements TidemarkOutcome {}

    /**
     * The graph has reached this progress, and it is behind us: the tidemark is there, or stayed ahead of it.
     *
     * @param newest the newest that was reached
     */
    record Reached(ReadProgress newest) implements TidemarkOutcome {}

    /** Nothing was written: the progress partition's watermark is not where the caller left it. */
    record Moved() implements TidemarkOutcome {}

    /** Nothing was written: a hold lies on the graph. */
    record Held() implements TidemarkOutcome {}
}
