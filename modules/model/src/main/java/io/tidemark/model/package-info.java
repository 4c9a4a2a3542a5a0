/** What every module speaks of: tables, and how a component fails. */
@NullMarked
package io.tidemark.model;

import org.jspecify.annotations.NullMarked;
