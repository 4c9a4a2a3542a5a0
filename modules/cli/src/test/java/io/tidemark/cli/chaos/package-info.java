@NullMarked
package io.tidemark.cli.chaos;

import org.jspecify.annotations.NullMarked;
