package io.tidemark.capture.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Shows the engine the resume point's position as its stored offset. Nothing is stored here: the resume point is in Kafka
 * with the data, and is there before the engine is started. The engine makes the instance from its class name and keeps one
 * partition, so whatever key it asks for, the answer is the one offset.
 */
public final class ResumeOffsetStore implements OffsetBackingStore {

    private volatile @Nullable ByteBuffer offset;

    @Override
    public void configure(WorkerConfig config) {
        String json = config.originalsStrings().get(DebeziumProperties.RESUME_OFFSET);
        offset = json == null ? null : ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        ByteBuffer current = offset;
        if (current != null) {
            keys.forEach(key -> found.put(key, current.duplicate()));
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<Void> callback) {
        values.values().forEach(value -> offset = value);
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}
