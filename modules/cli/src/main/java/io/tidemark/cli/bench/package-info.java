/**
 * The benchmark. Start reading at {@link io.tidemark.cli.bench.BenchRun}: the stages in their order; each is a class
 * here.
 */
@NullMarked
package io.tidemark.cli.bench;

import org.jspecify.annotations.NullMarked;
