/**
 * Real Postgres, Kafka, schema registry and Neo4j, each a process of its own. Start reading at {@link
 * io.tidemark.devstack.Stack}; {@link io.tidemark.devstack.stack.ProcessStack} is the provider that needs nothing but a JVM and Maven
 * Central.
 */
@NullMarked
package io.tidemark.devstack;

import org.jspecify.annotations.NullMarked;
