/** The sample application: its schema, data to load, and random traffic. */
@NullMarked
package io.tidemark.cli.social;

import org.jspecify.annotations.NullMarked;
