@NullMarked
package io.tidemark.cli.map;

import org.jspecify.annotations.NullMarked;
