/**
 * The benchmark. Start reading at {@link io.tidemark.lab.bench.BenchRun}: the stages in their order; each is a class
 * here.
 */
@NullMarked
package io.tidemark.lab.bench;

import org.jspecify.annotations.NullMarked;
