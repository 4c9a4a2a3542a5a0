/** What Tidemark puts into Debezium's Postgres connector. */
@NullMarked
package io.tidemark.connector;

import org.jspecify.annotations.NullMarked;
