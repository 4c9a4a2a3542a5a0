/** The pipeline on a web page. */
@NullMarked
package io.tidemark.console.web;

import org.jspecify.annotations.NullMarked;
