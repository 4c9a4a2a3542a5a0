package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.devstack.Server;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariants I4, I9: a registry that has just started denies schemas that it has; no record is put aside for that. */
@Tag("slow")
@Timeout(120)
final class RegistryBackIT {

    @Test
    void a_registry_that_has_just_started_is_not_believed_when_it_denies_a_schema() throws Exception {
        try (TestPipeline pipeline = TestPipeline.sample("registry_back")) {
            pipeline.startCapture();
            pipeline.awaitCaptured();
            byte[] value =
                    new TableTopics(pipeline.settings()).records("users").get(0).value();
            CompletableFuture<Void> back;
            Servers.stack().kill(Server.REGISTRY);
            try {
                pipeline.startSink();
            } finally {
                back = CompletableFuture.runAsync(() -> Servers.stack().start(Server.REGISTRY));
            }
            Map<Category, Integer> refusals = askUntilKnown(pipeline, WireFormat.schemaId(value));
            back.get();
            pipeline.awaitEqual();
            assertThat(refusals).containsOnlyKeys(Category.RETRY);
            assertThat(pipeline.sink().deadLetters()).isZero();
        }
    }

    @Test
    void one_that_denies_a_schema_for_long_is_believed() throws Exception {
        try (TestPipeline pipeline = TestPipeline.open("registry_denies");
                SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            WriterSchemas patient = WriterSchemas.of(registry);
            WriterSchemas impatient = new RegistrySchemas(registry, Duration.ZERO);
            assertThat(refusal(patient)).isEqualTo(Category.RETRY);
            assertThat(refusal(impatient)).isEqualTo(Category.DEAD_LETTER);
        }
    }

    private static Category refusal(WriterSchemas schemas) {
        try {
            schemas.byId(Integer.MAX_VALUE);
            throw new AssertionError("a schema that nobody has");
        } catch (TidemarkException refused) {
            assertThat(refused).hasMessageContaining("is not in the registry");
            return refused.category();
        }
    }

    /** What each question came to, as often as it did not come to a schema. */
    private static Map<Category, Integer> askUntilKnown(TestPipeline pipeline, int id) throws Exception {
        Map<Category, Integer> refusals = new EnumMap<>(Category.class);
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            WriterSchemas schemas = WriterSchemas.of(registry);
            while (true) {
                try {
                    schemas.byId(id);
                    return refusals;
                } catch (TidemarkException refused) {
                    refusals.merge(refused.category(), 1, Integer::sum);
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
        }
    }
}
