@NullMarked
package io.tidemark.cli.chaos.judge;

import org.jspecify.annotations.NullMarked;
