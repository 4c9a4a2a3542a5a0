/** What is done to the pipeline: kills, freezes, bad links. */
@NullMarked
package io.tidemark.lab.chaos.fault;

import org.jspecify.annotations.NullMarked;
