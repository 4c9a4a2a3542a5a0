/** The servers' programs: downloaded from Maven Central, unpacked into folders. */
@NullMarked
package io.tidemark.devstack.download;

import org.jspecify.annotations.NullMarked;
