/**
 * The only Cypher: how rows become nodes and relationships, and how far the graph is. {@link io.tidemark.graphstore.Graph} owns
 * the driver, which no other module sees; {@link io.tidemark.graphstore.GraphStore} writes a flush; why concurrent writers end in the
 * same graph is explained at {@link io.tidemark.graphstore.ElementStatements}.
 */
@NullMarked
package io.tidemark.graphstore;

import org.jspecify.annotations.NullMarked;
