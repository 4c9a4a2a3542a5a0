/** The mapping file: YAML into a checked mapping, all errors together, each with its line. */
@NullMarked
package io.tidemark.settings.mapping;

import org.jspecify.annotations.NullMarked;
