/** A pipeline of the laboratory: servers in a folder of their own, the apps as processes, and how far each stage is. */
@NullMarked
package io.tidemark.lab.pipeline;

import org.jspecify.annotations.NullMarked;
