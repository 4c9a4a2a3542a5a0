/** Settings: environment, file and flags, each value with its origin; and each app's checked record. Start reading at {@link io.tidemark.settings.Settings}. */
@NullMarked
package io.tidemark.settings;

import org.jspecify.annotations.NullMarked;
