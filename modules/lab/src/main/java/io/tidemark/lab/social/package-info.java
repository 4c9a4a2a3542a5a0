/** The sample application: its schema, data to load, and random traffic. */
@NullMarked
package io.tidemark.lab.social;

import org.jspecify.annotations.NullMarked;
