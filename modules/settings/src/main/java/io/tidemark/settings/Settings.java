package io.tidemark.settings;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.settings.CaptureSettings.Columns;
import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.settings.mapping.MappingFile;
import io.tidemark.sink.SinkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting's value, and the typed things they stand for. */
public final class Settings {

    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    /** What Kafka takes as the name of a member, with room for the number that Streams adds. */
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{0,200}");

    private static final Pattern BOOTSTRAP = Pattern.compile("[^\\s,:/]+:\\d{1,5}(\\s*,\\s*[^\\s,:/]+:\\d{1,5})*");
    private static final Pattern REGISTRY = Pattern.compile("https?://[^\\s,]+(,https?://[^\\s,]+)*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\-]+");
    private static final Pattern COLUMNS = Pattern.compile("mapped|listed|all");
    private static final String OFF = "off";
    private static final int LARGEST_PORT = 65_535;
    private static final Pattern NEO4J =
            Pattern.compile("(bolt|neo4j)(\\+s|\\+ssc)?://(\\[[0-9A-Fa-f:.%]+]|[^\\s/@?#:\\[\\]]+)(:\\d{1,5})?/?");

    private static final Setting[] RECONCILER = {
        Setting.DATABASE_URL,
        Setting.KAFKA_BOOTSTRAP_SERVERS,
        Setting.SCHEMA_REGISTRY_URL,
        Setting.NEO4J_URI,
        Setting.NEO4J_USER,
        Setting.NEO4J_PASSWORD,
        Setting.TIDEMARK_PREFIX,
        Setting.TIDEMARK_MAPPING
    };

    private final Map<String, Value> values;
    private final List<String> problems;

    Settings(Map<String, Value> values, List<String> problems) {
        this.values = new TreeMap<>(values);
        this.problems = List.copyOf(problems);
    }

    /**
     * Takes every setting out of an environment, and any settings file with them: what remains configures nothing. For
     * processes that must not be pointed elsewhere by what the user happens to have set.
     */
    public static void removeFrom(Map<String, String> environment) {
        Set<String> variables = new HashSet<>();
        for (Setting setting : Setting.values()) {
            variables.add(setting.name());
        }
        ClientProperties.properties()
                .forEach(property ->
                        variables.add(property.toUpperCase(Locale.ROOT).replace('.', '_')));
        variables.forEach(variable -> {
            environment.remove(variable);
            environment.remove(variable + SettingsLoader.FILE_SUFFIX);
        });
        environment.put(SettingsLoader.FILE_VARIABLE, SettingsLoader.NO_FILE);
    }

    /** The settings that these environment variables make, and nothing else. */
    public static Settings of(Map<String, String> environment) {
        return new SettingsLoader(environment, null, Map.of()).loadWithoutFile();
    }

    /**
     * The same with one setting changed.
     *
     * @param origin where its value came from, for the message when it is wrong
     */
    public Settings with(Setting setting, String value, String origin) {
        Map<String, Value> changed = new TreeMap<>(values);
        changed.put(setting.property(), new Value(value, origin));
        return new Settings(changed, problems);
    }

    /**
     * A setting as it may be shown.
     *
     * @param name the environment variable
     * @param value the value, secrets masked
     * @param origin where it came from
     */
    public record Masked(String name, String value, String origin) {}

    /** Every setting as it may be shown: Tidemark's own, also those not set, then those passed through. */
    public List<Masked> masked() {
        Map<String, Value> rest = new TreeMap<>(values);
        List<Masked> all = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Value value = rest.remove(setting.property());
            all.add(
                    value == null
                            ? new Masked(setting.name(), "", "not set")
                            : new Masked(setting.name(), value.masked(setting.property()), value.origin()));
        }
        rest.forEach((property, value) -> all.add(new Masked(
                property.toUpperCase(Locale.ROOT).replace('.', '_'), value.masked(property), value.origin())));
        return all;
    }

    /**
     * Checks the settings a command needs; after it, their getters do not fail.
     *
     * @throws TidemarkException USAGE, one line for everything that is wrong, each with its name and the fix
     */
    public void require(Setting... needed) {
        List<String> wrong = new ArrayList<>(problems);
        for (Setting setting : needed) {
            try {
                check(setting);
            } catch (IllegalArgumentException | TidemarkException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new TidemarkException(Category.USAGE, String.join(System.lineSeparator(), wrong));
        }
    }

    private void check(Setting setting) {
        if (!values.containsKey(setting.property())) {
            if (setting == Setting.TIDEMARK_METRICS_PORT) {
                return;
            }
            throw new IllegalArgumentException(setting + " is not set: give it as environment variable, in the settings"
                    + " file or as " + setting.flag() + ", for example " + setting.form());
        }
        switch (setting) {
            case DATABASE_URL -> database();
            case KAFKA_BOOTSTRAP_SERVERS -> match(setting, BOOTSTRAP);
            case SCHEMA_REGISTRY_URL -> match(setting, REGISTRY);
            case NEO4J_URI -> match(setting, NEO4J);
            case TIDEMARK_PREFIX -> match(setting, PREFIX);
            case TIDEMARK_SINK_INSTANCE -> match(setting, INSTANCE);
            case TIDEMARK_MAPPING -> mapping();
            case TIDEMARK_CAPTURE_COLUMNS -> match(setting, COLUMNS);
            case TIDEMARK_PARTITIONS -> number(setting, 1, 1_000);
            case TIDEMARK_BATCH_ROWS -> number(setting, 1, 100_000);
            case TIDEMARK_METRICS_HOST -> match(setting, HOST);
            case TIDEMARK_METRICS_PORT -> metricsPort(0);
            case TIDEMARK_METRICS_ALLOWED_HOSTS, NEO4J_USER, NEO4J_PASSWORD, NEO4J_TRUSTED_CERTIFICATES -> {}
        }
    }

    private String text(Setting setting) {
        return Objects.requireNonNull(values.get(setting.property()), setting::name)
                .text();
    }

    private void match(Setting setting, Pattern form) {
        if (!form.matcher(text(setting)).matches()) {
            throw new IllegalArgumentException(wrong(setting) + ": expected " + setting.form());
        }
    }

    private int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(wrong(setting) + ": expected " + setting.form());
    }

    /** What is wrong, with the value only where it is no secret. */
    private String wrong(Setting setting) {
        Value value = Objects.requireNonNull(values.get(setting.property()));
        return setting + " (" + value.origin() + ") is '" + value.masked(setting.property()) + "'";
    }

    /**
     * What a capture needs, checked.
     *
     * @throws TidemarkException USAGE, see {@link #require}
     */
    public CaptureSettings capture() {
        require(
                Setting.DATABASE_URL,
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.SCHEMA_REGISTRY_URL,
                Setting.TIDEMARK_PREFIX,
                Setting.TIDEMARK_MAPPING,
                Setting.TIDEMARK_CAPTURE_COLUMNS,
                Setting.TIDEMARK_METRICS_HOST,
                Setting.TIDEMARK_METRICS_PORT);
        return new CaptureSettings(
                database(),
                kafka(),
                registry(),
                new TopicNames(prefix()),
                mapping(),
                Columns.valueOf(text(Setting.TIDEMARK_CAPTURE_COLUMNS).toUpperCase(Locale.ROOT)));
    }

    /**
     * What a sink needs, checked.
     *
     * @throws TidemarkException USAGE, see {@link #require}
     */
    public SinkSettings sink() {
        require(
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.SCHEMA_REGISTRY_URL,
                Setting.NEO4J_URI,
                Setting.NEO4J_USER,
                Setting.NEO4J_PASSWORD,
                Setting.TIDEMARK_PREFIX,
                Setting.TIDEMARK_SINK_INSTANCE,
                Setting.TIDEMARK_MAPPING,
                Setting.TIDEMARK_BATCH_ROWS,
                Setting.TIDEMARK_METRICS_HOST,
                Setting.TIDEMARK_METRICS_PORT);
        return new SinkSettings(
                kafka(),
                registry(),
                graph(),
                prefix(),
                mapping(),
                batchRows(),
                SinkSettings.DEFAULT_THREADS,
                sinkInstance().orElse(null));
    }

    /**
     * What a reconciler needs, checked.
     *
     * @param state the folder for its checkpoints and results; null for the user's own, named after the prefix
     * @throws TidemarkException USAGE, see {@link #require}
     */
    public ReconcilerSettings reconciler(@Nullable Path state) {
        require(RECONCILER);
        return new ReconcilerSettings(
                database(),
                graph(),
                kafka(),
                registry(),
                prefix(),
                mapping(),
                state == null ? StateFolder.ofUser(prefix()) : state);
    }

    /** Checks what {@code reconcile watch} needs: as {@link #reconciler}, and where metrics and health are served. */
    public void requireWatch() {
        require(Stream.concat(
                        Stream.of(RECONCILER), Stream.of(Setting.TIDEMARK_METRICS_HOST, Setting.TIDEMARK_METRICS_PORT))
                .toArray(Setting[]::new));
    }

    /**
     * What an observer needs, checked; a mapping that cannot be read is no reason not to show the rest.
     *
     * @param state the reconciler's folder; null when it is not looked for
     * @throws TidemarkException USAGE, see {@link #require}
     */
    public ConsoleSettings console(@Nullable Path state) {
        require(
                Setting.DATABASE_URL,
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.NEO4J_URI,
                Setting.NEO4J_USER,
                Setting.NEO4J_PASSWORD,
                Setting.TIDEMARK_PREFIX);
        Mapping mapping = null;
        String problem = null;
        try {
            mapping = mapping();
        } catch (TidemarkException e) {
            problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("the mapping cannot be read");
        }
        return new ConsoleSettings(database(), graph(), kafka(), prefix(), mapping, problem, state);
    }

    public DatabaseUrl database() {
        try {
            return DatabaseUrl.parse(text(Setting.DATABASE_URL));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Setting.DATABASE_URL + " ("
                            + Objects.requireNonNull(values.get(Setting.DATABASE_URL.property()))
                                    .origin()
                            + ") is " + e.getMessage(),
                    e);
        }
    }

    public KafkaSettings kafka() {
        return new KafkaSettings(text(Setting.KAFKA_BOOTSTRAP_SERVERS), ClientProperties.kafka(values));
    }

    public RegistrySettings registry() {
        return new RegistrySettings(text(Setting.SCHEMA_REGISTRY_URL), ClientProperties.registry(values));
    }

    public GraphSettings graph() {
        String trusted = text(Setting.NEO4J_TRUSTED_CERTIFICATES);
        return new GraphSettings(
                text(Setting.NEO4J_URI),
                text(Setting.NEO4J_USER),
                text(Setting.NEO4J_PASSWORD),
                trusted.isEmpty() ? null : Path.of(trusted));
    }

    public String prefix() {
        return text(Setting.TIDEMARK_PREFIX);
    }

    /** The name of this sink among its peers; empty when it has none. */
    public Optional<String> sinkInstance() {
        return Optional.of(text(Setting.TIDEMARK_SINK_INSTANCE)).filter(name -> !name.isEmpty());
    }

    /** Reads the mapping file, at every call. */
    public Mapping mapping() {
        return MappingFile.read(text(Setting.TIDEMARK_MAPPING));
    }

    public int partitions() {
        return number(Setting.TIDEMARK_PARTITIONS, 1, 1_000);
    }

    public int batchRows() {
        return number(Setting.TIDEMARK_BATCH_ROWS, 1, 100_000);
    }

    /** Where metrics and health are served. */
    public String metricsHost() {
        return text(Setting.TIDEMARK_METRICS_HOST);
    }

    /** Further names under which metrics and health may be asked for. */
    public List<String> metricsAllowedHosts() {
        return Stream.of(text(Setting.TIDEMARK_METRICS_ALLOWED_HOSTS).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * The port of metrics and health: 0 for any that is free, empty for none.
     *
     * @param own the process's own, taken when none is set
     */
    public OptionalInt metricsPort(int own) {
        Value value = values.get(Setting.TIDEMARK_METRICS_PORT.property());
        if (value == null) {
            return OptionalInt.of(own);
        }
        return value.text().equals(OFF)
                ? OptionalInt.empty()
                : OptionalInt.of(number(Setting.TIDEMARK_METRICS_PORT, 0, LARGEST_PORT));
    }
}
