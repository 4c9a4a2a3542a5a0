package io.tidemark.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Debezium's classes as the build changed them. A new version of Debezium may make a {@code PGInterval} in another class. */
final class RelocationTest {

    @Test
    void what_makes_an_interval_makes_its_text() throws IOException, URISyntaxException {
        assertThat(classesThatName("io/tidemark/connector/IntervalText"))
                .containsExactlyInAnyOrder("AbstractColumnValue.class", "PostgresDefaultValueConverter.class");
    }

    /** It makes none: it converts them, and is not asked, because ExactColumns is. */
    @Test
    void only_the_converter_knows_the_drivers_class() throws IOException, URISyntaxException {
        assertThat(classesThatName("org/postgresql/util/PGInterval")).containsExactly("PostgresValueConverter.class");
    }

    @Test
    void what_reads_the_log_leaves_columns_text_and_pins_its_session() throws IOException, URISyntaxException {
        assertThat(classesThatName("io/tidemark/connector/TextDecoder"))
                .containsExactly("PostgresConnectorConfig$LogicalDecoder$1.class");
        assertThat(classesThatName("io/tidemark/connector/ColumnTexts"))
                .containsExactly("PgOutputReplicationMessage.class");
        assertThat(classesThatName("io/tidemark/connector/PinnedConnection"))
                .containsExactly("PostgresReplicationConnection.class");
    }

    private static List<String> classesThatName(String name) throws IOException, URISyntaxException {
        Path classes = Path.of(PostgresConnector.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> naming = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("io/debezium"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(name)) {
                    naming.add(file.getFileName().toString());
                }
            }
        }
        return naming;
    }
}
