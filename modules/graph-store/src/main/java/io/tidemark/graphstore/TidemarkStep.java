package io.tidemark.graphstore;

/** What came of the attempt to advance the tidemark. */
public sealed interface TidemarkStep {

    /** The graph has not reached any of the progress; the tidemark stays where it is. */
    record NotReached() implements TidemarkStep {}

    /**
     * The graph has reached this progress, and it is behind us: the tidemark is there, or stayed ahead of it.
     *
     * @param sighting the newest that was reached
     */
    record Reached(Sighting sighting) implements TidemarkStep {}

    /** Nothing was written: the progress partition's watermark is not where the caller left it. */
    record Moved() implements TidemarkStep {}

    /** Nothing was written: a hold lies on the graph. */
    record Held() implements TidemarkStep {}
}
