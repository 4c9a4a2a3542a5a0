/** The Debezium engine: what it is told, where it resumes, and why it stopped. */
@NullMarked
package io.tidemark.capture.engine;

import org.jspecify.annotations.NullMarked;
