/** What Postgres committed, read from its log through a slot of its own; shares no code with the capture. */
@NullMarked
package io.tidemark.lab.chaos.oracle;

import org.jspecify.annotations.NullMarked;
