package io.tidemark.settings;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the settings: environment variables, a properties file and flags, in rising precedence. A variable
 * {@code X_FILE} names a file that holds the value of {@code X}, as secrets are mounted.
 */
public final class SettingsLoader {

    private static final String DEFAULT_FILE = "tidemark.properties";
    static final String FILE_SUFFIX = "_FILE";
    static final String FILE_VARIABLE = "TIDEMARK_CONFIG";

    /** As the value of {@link #FILE_VARIABLE}: read none, not even the one in the current folder. */
    static final String NO_FILE = "none";

    /**
     * What may be the name of a setting. Anything else is a piece of a value: a line of a key whose lines were not joined, a URL with a
     * = in it.
     */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,20}([._-][A-Za-z0-9]{1,20})*");

    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final Map<String, String> flags;
    private final List<String> problems = new ArrayList<>();

    /** Values whose origin is told in our words. */
    private static final class Source extends MapBackedConfigSource {

        private static final long serialVersionUID = 1L;

        Source(String origin, Map<String, String> values, int ordinal) {
            super(origin, values, ordinal);
        }
    }

    /**
     * Prepares to load.
     *
     * @param environment the environment variables
     * @param file the properties file; null for {@code TIDEMARK_CONFIG} ({@code none} for none), else {@code tidemark.properties} in the
     *     current folder if there is one
     * @param flags what was given on the command line, by property
     */
    public SettingsLoader(Map<String, String> environment, @Nullable Path file, Map<String, String> flags) {
        this.environment = environment;
        this.file = file;
        this.flags = flags;
    }

    /** Loads them; what is wrong is found by {@link Settings#require}. */
    public Settings load() {
        return load(file());
    }

    /** Loads them from the environment and the flags alone. */
    Settings loadWithoutFile() {
        return load(null);
    }

    private Settings load(@Nullable Path path) {
        Set<String> known = new TreeSet<>(ClientProperties.properties());
        for (Setting setting : Setting.values()) {
            known.add(setting.property());
        }
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 100))
                .withSources(mounted(known));
        if (path != null) {
            Map<String, String> properties = read(path);
            refuseUnknown(properties, known, path.toString());
            builder.withSources(new Source("file " + path, properties, 200));
        }
        refuseUnknown(flags, known, "flag --set");
        builder.withSources(new Source("flag", flags, 300));
        return new Settings(values(builder.build(), known), problems);
    }

    private static Map<String, Value> values(SmallRyeConfig config, Set<String> known) {
        Map<String, Value> values = new TreeMap<>();
        for (String property : known) {
            ConfigValue value = config.getConfigValue(property);
            if (value.getValue() != null && !value.getValue().isBlank()) {
                String origin = value.getSourceName();
                values.put(
                        property,
                        new Value(
                                value.getValue().strip(),
                                origin.startsWith("EnvConfigSource") ? "environment" : origin));
            }
        }
        for (Setting setting : Setting.values()) {
            if (setting.defaultValue() != null) {
                values.putIfAbsent(setting.property(), new Value(setting.defaultValue(), "default"));
            }
        }
        return values;
    }

    private Source mounted(Set<String> known) {
        Map<String, String> mounted = new HashMap<>();
        for (String property : known) {
            String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
            String location = environment.get(variable + FILE_SUFFIX);
            if (location == null) {
                continue;
            }
            if (environment.containsKey(variable)) {
                problems.add(variable + " and " + variable + FILE_SUFFIX + " are both set: set one");
            }
            try {
                mounted.put(property, Files.readString(Path.of(location)).strip());
            } catch (IOException e) {
                // a secret itself, given where the name of its file belongs, is masked like one in its own place
                problems.add(variable + FILE_SUFFIX + " names " + new Value(location, "environment").masked(property)
                        + ", which cannot be read as a file ("
                        + e.getClass().getSimpleName() + "): mount it or unset " + variable + FILE_SUFFIX);
            }
        }
        return new Source("mounted file", mounted, 101);
    }

    private @Nullable Path file() {
        if (file != null) {
            return file;
        }
        String named = environment.get(FILE_VARIABLE);
        if (named != null) {
            return named.equals(NO_FILE) ? null : Path.of(named);
        }
        Path here = Path.of(DEFAULT_FILE);
        return Files.exists(here) ? here : null;
    }

    private Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("settings file " + path + " cannot be read: " + e);
        }
        Map<String, String> byProperty = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            byProperty.put(propertyOf(name), properties.getProperty(name));
        }
        return byProperty;
    }

    /** A file may use either form, {@code DATABASE_URL} or {@code database.url}. */
    public static String propertyOf(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT))
                ? name.toLowerCase(Locale.ROOT).replace('_', '.')
                : name;
    }

    private void refuseUnknown(Map<String, String> given, Set<String> known, String where) {
        new TreeSet<>(given.keySet())
                .stream()
                        .filter(property -> !known.contains(property))
                        .forEach(property -> problems.add("unknown setting "
                                + (NAME.matcher(property).matches() ? property : "…") + " (" + where
                                + "): tidemark config --help lists them"));
    }
}
