/** Child processes: started under a guard that ends them with their parent, found, signalled and killed. */
@NullMarked
package io.tidemark.devstack.process;

import org.jspecify.annotations.NullMarked;
