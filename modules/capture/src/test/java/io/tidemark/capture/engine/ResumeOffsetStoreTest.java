package io.tidemark.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.embedded.EmbeddedWorkerConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResumeOffsetStoreTest {

    private static final ByteBuffer KEY = bytes("[\"engine\",{\"server\":\"tidemark\"}]");

    @Test
    void shows_the_resume_point_to_whoever_asks() throws Exception {
        ResumeOffsetStore store = store(Map.of(DebeziumProperties.RESUME_OFFSET, "{\"lsn\":42}"));
        assertThat(store.get(List.of(KEY)).get()).containsExactly(Map.entry(KEY, bytes("{\"lsn\":42}")));
    }

    @Test
    void shows_nothing_before_the_first_snapshot() throws Exception {
        assertThat(store(Map.of()).get(List.of(KEY)).get()).isEmpty();
    }

    @Test
    void remembers_what_the_engine_sets() throws Exception {
        ResumeOffsetStore store = store(Map.of(DebeziumProperties.RESUME_OFFSET, "{\"lsn\":42}"));
        store.set(Map.of(KEY, bytes("{\"lsn\":43}")), null).get();
        assertThat(store.get(List.of(KEY)).get()).containsValue(bytes("{\"lsn\":43}"));
    }

    private static ResumeOffsetStore store(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("offset.storage.file.filename", "");
        ResumeOffsetStore store = new ResumeOffsetStore();
        store.configure(new EmbeddedWorkerConfig(all));
        store.start();
        return store;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
