/** The mapping file: YAML to the model, every error with its line. */
@NullMarked
package io.tidemark.cli.mapping;

import org.jspecify.annotations.NullMarked;
