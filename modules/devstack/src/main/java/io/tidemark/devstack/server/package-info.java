/** The four servers, and a Kafka Connect worker: how each is prepared, started and probed. */
@NullMarked
package io.tidemark.devstack.server;

import org.jspecify.annotations.NullMarked;
