@NullMarked
package io.tidemark.cli.chaos.tidemark;

import org.jspecify.annotations.NullMarked;
