package io.tidemark.sink;

import io.tidemark.graphstore.GraphWriter;

/**
 * What the tasks of both kinds share.
 *
 * @param input where they read, and from which offset
 * @param graph the graph they follow
 * @param deadLetters where records go that can never be applied
 * @param limit of what one flush holds
 */
record TaskResources(Input input, GraphWriter graph, DeadLetterSink deadLetters, BatchLimit limit) {}
