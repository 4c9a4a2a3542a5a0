package io.tidemark.connector;

import io.debezium.util.Strings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The columns whose values stay Postgres' text, whatever their type: regular expressions, as Debezium's own lists of columns are. One thread. */
public final class TextColumns {

    /** The connector's property that holds them; to the converter named {@code exact} it is {@code text}. */
    public static final String PROPERTY = "exact.text";

    private final Set<Pattern> patterns;
    private final Map<String, Boolean> known = new HashMap<>();

    private TextColumns(Set<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads the list.
     *
     * @param list the value of {@link #PROPERTY}; null where there is none
     */
    public static TextColumns of(@Nullable String list) {
        return new TextColumns(list == null ? Set.of() : Strings.setOfRegex(list, Pattern.CASE_INSENSITIVE));
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /**
     * Whether the column is one of them.
     *
     * @param table with its schema, {@code public.users}
     */
    public boolean contains(String table, String column) {
        return !isEmpty() && known.computeIfAbsent(table + "." + column, this::matches);
    }

    private boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
