/** The Debezium engine: its properties, where it resumes, and why it stopped. */
@NullMarked
package io.tidemark.capture.engine;

import org.jspecify.annotations.NullMarked;
