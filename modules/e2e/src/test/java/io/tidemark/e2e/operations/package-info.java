/** Metrics, health, alerts, dashboards and runbooks. */
@NullMarked
package io.tidemark.e2e.operations;

import org.jspecify.annotations.NullMarked;
