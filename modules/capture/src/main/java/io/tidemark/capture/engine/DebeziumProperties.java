package io.tidemark.capture.engine;

import io.tidemark.capture.column.SnapshotTexts;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.settings.CaptureSettings.Columns;
import io.tidemark.connector.TextColumns;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The engine's properties: the checked-in {@code connectors/debezium.properties} plus what only the settings know. Pure.
 */
public final class DebeziumProperties {

    /** Where the offset to resume at is handed to {@link ResumeOffsetStore}, as JSON. */
    static final String RESUME_OFFSET = "tidemark.resume.offset";

    private static final String FILE = "/io/tidemark/capture/debezium.properties";
    /** What a session is set to before its first statement, see {@link io.tidemark.connector.PinnedConnection}. */
    private static final String LOG_SESSION = "-c DateStyle=ISO -c IntervalStyle=iso_8601 -c bytea_output=hex"
            + " -c extra_float_digits=3 -c search_path=pg_catalog -c statement_timeout=0";

    /** Postgres lets go of slot and lock when the capture's host is gone: after about ten seconds, not after two hours. */
    static final String PEER_WATCH = "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
            + " -c tcp_user_timeout=9000";

    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}_]");

    private static final Set<String> SSL_OPTIONS =
            Set.of("sslmode", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslfactory");

    private DebeziumProperties() {}

    /**
     * The engine's properties.
     *
     * @param resumeAt where the engine resumes, between two transactions; empty for a snapshot
     */
    public static Properties of(CaptureSettings settings, Optional<Lsn> resumeAt) {
        Properties properties = load();
        DatabaseUrl database = settings.database();
        properties.setProperty("name", settings.transactionalId());
        properties.setProperty("topic.prefix", settings.topics().prefix());
        properties.setProperty("database.hostname", database.host());
        properties.setProperty("database.port", Integer.toString(database.port()));
        properties.setProperty("database.dbname", database.database());
        properties.setProperty("database.user", database.user());
        properties.setProperty("database.password", database.password());
        for (Map.Entry<String, String> parameter : database.parameters().entrySet()) {
            boolean ssl = SSL_OPTIONS.contains(parameter.getKey());
            properties.setProperty((ssl ? "database." : "driver.") + parameter.getKey(), parameter.getValue());
        }
        // Values are read as Postgres' text: its style must not depend on how server, database or role are set.
        properties.merge("driver.options", LOG_SESSION + " " + PEER_WATCH, (given, ours) -> given + " " + ours);
        properties.setProperty("database.initial.statements", SessionSettings.statement());
        properties.setProperty("slot.name", settings.slotName());
        properties.setProperty("publication.name", settings.publicationName());
        properties.setProperty("table.include.list", tables(settings.mapping().tables()));
        if (settings.columns() != Columns.ALL) {
            properties.setProperty("column.include.list", columns(settings.mapping()));
        }
        String texts = texts(settings.mapping());
        if (!texts.isEmpty()) {
            properties.setProperty(TextColumns.PROPERTY, texts);
            properties.setProperty("snapshot.query.mode", "custom");
            properties.setProperty("snapshot.query.mode.custom.name", SnapshotTexts.NAME);
        }
        properties.setProperty("offset.storage", ResumeOffsetStore.class.getName());
        // Asked for by the engine whatever the offset store is; nothing connects to it.
        properties.setProperty("bootstrap.servers", settings.kafka().bootstrapServers());
        // No more than the position: Postgres resumes exactly there. Told also what was processed last, the engine
        // would read up to the next commit to look for it, and keep every position on the way in memory.
        resumeAt.ifPresent(lsn -> properties.setProperty(RESUME_OFFSET, "{\"lsn\":" + lsn.value() + "}"));
        return properties;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream file = DebeziumProperties.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not on the class path: the build packages it");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** Debezium reads a list of regular expressions that ignore case; these match the named tables and no other. */
    private static String tables(Set<TableName> tables) {
        return tables.stream().map(DebeziumProperties::pattern).collect(Collectors.joining(","));
    }

    /** The same for columns. */
    private static String columns(Mapping mapping) {
        return mapping.elements().stream()
                .flatMap(element ->
                        element.columns().stream().map(column -> pattern(element.table()) + "\\." + escape(column)))
                .collect(Collectors.joining(","));
    }

    /** Those of them that are mapped as text. */
    private static String texts(Mapping mapping) {
        return mapping.elements().stream()
                .flatMap(element ->
                        element.textColumns().stream().map(column -> pattern(element.table()) + "\\." + escape(column)))
                .collect(Collectors.joining(","));
    }

    private static String pattern(TableName table) {
        return "(?-i)" + escape(table.schema()) + "\\." + escape(table.name());
    }

    /** By code point: Debezium splits its lists at commas, and takes blanks off their ends. */
    private static String escape(String name) {
        return SPECIAL.matcher(name)
                .replaceAll(found -> "\\\\x{%x}".formatted(found.group().codePointAt(0)));
    }
}
