package io.tidemark.console.web;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the page may be asked for. A page elsewhere can point a name of its own at this address and have the
 * visitor's browser read what is here (DNS rebinding): the browser then sends that name, which is none of these. An address
 * instead of a name is no such trick.
 */
final class Hosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.%]+]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Set<String> names = new HashSet<>(Set.of("localhost"));

    /**
     * Allows names.
     *
     * @param host the one that is listened on
     * @param others further names
     */
    Hosts(String host, List<String> others) {
        names.add(host.toLowerCase(Locale.ROOT));
        others.forEach(other -> names.add(other.toLowerCase(Locale.ROOT)));
    }

    /** @param header the request's Host; null when it has none */
    boolean allow(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String name = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
        return names.contains(name) || ADDRESS.matcher(name).matches();
    }
}
