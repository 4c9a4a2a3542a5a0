/** A network that can be made bad: a TCP proxy whose connections are cut, stalled, slowed down and healed at run time. */
@NullMarked
package io.tidemark.devstack.proxy;

import org.jspecify.annotations.NullMarked;
