@NullMarked
package io.tidemark.cli.chaos.oracle;

import org.jspecify.annotations.NullMarked;
