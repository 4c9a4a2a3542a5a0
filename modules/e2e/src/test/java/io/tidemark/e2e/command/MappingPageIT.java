package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.Query;
import io.tidemark.settings.mapping.MappingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/mapping.md, each a table and a mapping that setup takes for it. */
@Timeout(120)
final class MappingPageIT {

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void every_example_is_a_mapping_that_fits_its_table() throws IOException, SQLException {
        Map<String, String> sections = sections();
        assertThat(sections).hasSizeGreaterThan(5);
        try (TestPipeline pipeline = TestPipeline.open("mappingpage", Map.of());
                Connection connection =
                        Connections.openAsApplication(pipeline.settings().database())) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, String> section : sections.entrySet()) {
                String sql = first(SQL, section.getValue()).orElseThrow();
                Mapping mapping = mapping(first(YAML, section.getValue()).orElseThrow());
                if (!sql.contains("CREATE TABLE users")) {
                    Query.execute(
                            connection,
                            "create table users (id " + (sql.contains("uuid") ? "uuid" : "bigint") + " primary key)");
                }
                Query.execute(connection, sql);
                assertThat(MappingCheck.problems(
                                mapping,
                                new Catalog(connection).tables(mapping.tables()),
                                pipeline.settings().database().user()))
                        .as(section.getKey())
                        .isEmpty();
                connection.rollback();
            }
        }
    }

    /** Those that have both, by their heading. */
    private static Map<String, String> sections() throws IOException {
        String page =
                Files.readString(Path.of(System.getProperty("tidemark.root")).resolve("docs/mapping.md"));
        Map<String, String> sections = new TreeMap<>();
        for (String section : page.split("\n###? ", -1)) {
            if (first(SQL, section).isPresent() && first(YAML, section).isPresent()) {
                sections.put(section.substring(0, section.indexOf('\n')), section);
            }
        }
        return sections;
    }

    private Mapping mapping(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.yaml"), text);
        return MappingFile.read(file.toString());
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
