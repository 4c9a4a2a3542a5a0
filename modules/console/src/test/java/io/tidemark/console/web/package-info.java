@NullMarked
package io.tidemark.console.web;

import org.jspecify.annotations.NullMarked;
