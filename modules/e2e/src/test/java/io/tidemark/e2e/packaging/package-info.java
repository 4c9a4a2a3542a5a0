/** What is shipped: archive, image, compose, Kubernetes manifests. */
@NullMarked
package io.tidemark.e2e.packaging;

import org.jspecify.annotations.NullMarked;
