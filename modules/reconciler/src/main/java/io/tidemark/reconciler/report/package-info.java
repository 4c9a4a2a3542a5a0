/** The last comparison as pages for people: Markdown, JSON and HTML. */
@NullMarked
package io.tidemark.reconciler.report;

import org.jspecify.annotations.NullMarked;
