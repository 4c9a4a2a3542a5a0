package io.tidemark.settings;

import io.tidemark.settings.mapping.MappingFile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tidemark's own settings. The constant is the environment variable; flag and property are derived from it. */
public enum Setting {
    DATABASE_URL(null, "postgres://user:password@host:5432/database, or the JDBC form"),
    KAFKA_BOOTSTRAP_SERVERS(null, "host:9092, several separated by commas"),
    SCHEMA_REGISTRY_URL(null, "http://host:8081, the base of a Confluent-compatible registry"),
    NEO4J_URI(null, "bolt://host:7687 or neo4j+s://host"),
    NEO4J_USER("neo4j", "a user who may write the graph"),
    NEO4J_PASSWORD(null, "that user's password"),
    NEO4J_TRUSTED_CERTIFICATES(
            "", "a PEM file: who may vouch for a bolt+s or neo4j+s server, if the JVM does not know them"),
    TIDEMARK_PREFIX("tidemark", "names this pipeline's topics, slot and publication: a-z, 0-9 and _"),
    TIDEMARK_SINK_INSTANCE("", "this sink's own name in its group: back within a minute, it keeps its partitions"),
    TIDEMARK_MAPPING(MappingFile.BUILT_IN, "a YAML file that says what the graph is"),
    TIDEMARK_CAPTURE_COLUMNS(
            "mapped",
            "mapped: key and mapped columns; listed: also in the publication's column lists; all: every column"),
    TIDEMARK_PARTITIONS("4", "partitions of every table topic, 1 to 1000"),
    TIDEMARK_BATCH_ROWS("5000", "the most rows one Neo4j transaction holds, 1 to 100000"),
    TIDEMARK_METRICS_HOST("localhost", "the name or address where metrics and health are served, 0.0.0.0 for all"),
    TIDEMARK_METRICS_ALLOWED_HOSTS(
            "", "further names under which metrics and health may be asked for, with commas between them"),
    TIDEMARK_METRICS_PORT(
            null, "a port from 1 to 65535, 0 for any that is free, off for none; each process has its own");

    private final @Nullable String defaultValue;
    private final String form;

    Setting(@Nullable String defaultValue, String form) {
        this.defaultValue = defaultValue;
        this.form = form;
    }

    /** The name in a properties file: {@code database.url}. */
    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The command line flag: {@code --database-url}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value when nobody sets one; null when somebody must. */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** What a value looks like, for messages and help. */
    public String form() {
        return form;
    }
}
