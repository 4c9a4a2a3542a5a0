package io.tidemark.cli.teardown;

/** What goes from the graph. */
enum GraphScope {
    /** Nothing. */
    KEEP,
    /** What Tidemark keeps beside the mapped elements, so that the graph is as if an application had written it. */
    OWN,
    /** That, and the mapped elements. */
    MAPPED
}
