package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.e2e.fixture.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What the capture registers is what schemas/avro promises to readers of the topics. */
final class SchemaContractIT {

    /** The checked-in schemas were registered under the default prefix. */
    private static final String DEFAULT_PREFIX = "tidemark";

    private final Path folder = Path.of(System.getProperty("tidemark.root", "../.."), "schemas", "avro");

    @Test
    void the_capture_registers_the_checked_in_schemas_and_keeps_them_readable()
            throws SQLException, IOException, RestClientException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSize(8);
        try (TestPipeline pipeline = TestPipeline.sample("contract").started();
                SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            String prefix = pipeline.settings().prefix();
            for (Path file : files) {
                String subject = prefix + "." + file.getFileName().toString().replace(".avsc", "");
                String registered = registry.getLatestSchemaMetadata(subject).getSchema();
                assertThat(new Schema.Parser()
                                .parse(registered.replace(prefix + ".public", DEFAULT_PREFIX + ".public")))
                        .as(subject)
                        .isEqualTo(new Schema.Parser().parse(Files.readString(file)));
                assertThat(registry.getCompatibility(subject)).as(subject).isEqualTo("BACKWARD");
            }
        }
    }
}
