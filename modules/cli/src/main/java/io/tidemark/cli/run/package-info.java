/** A pipeline run from here: the apps as processes, and how far each stage is. */
@NullMarked
package io.tidemark.cli.run;

import org.jspecify.annotations.NullMarked;
