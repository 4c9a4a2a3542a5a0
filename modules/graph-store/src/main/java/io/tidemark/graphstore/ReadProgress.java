package io.tidemark.graphstore;

import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;

/**
 * A progress record that was read and not reached yet.
 *
 * @param progress what it says
 * @param watermark the watermark of the progress partition once the graph has reached it
 */
public record ReadProgress(Progress progress, Watermark watermark) {}
