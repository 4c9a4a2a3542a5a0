/**
 * The only Cypher: how rows become nodes and relationships, and how far the graph is. {@link
 * io.tidemark.graphstore.GraphStore} is the way in; why concurrent writers end in the same graph is told at {@link
 * io.tidemark.graphstore.ElementStatements}.
 */
@NullMarked
package io.tidemark.graphstore;

import org.jspecify.annotations.NullMarked;
