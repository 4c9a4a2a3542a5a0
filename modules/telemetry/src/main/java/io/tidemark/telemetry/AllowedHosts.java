package io.tidemark.telemetry;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which metrics and probes may be asked for. A page elsewhere can point a name of its own at this address and have
 * a visitor's browser read what is here (DNS rebinding): the browser then sends that name. No page can do so with an address, with a
 * name without a dot, or with one of a domain that exists only inside a network; those are what Prometheus and Kubernetes ask for.
 * Nor with a request without a name, which no browser sends. Immutable.
 */
public final class AllowedHosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.%]+]");
    private static final Pattern INSIDE = Pattern.compile("[^.]+|.+\\.(svc|local|internal|localhost)");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Set<String> names = new HashSet<>();

    /** @param names further names, the one that is listened on among them */
    public AllowedHosts(Collection<String> names) {
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** @param header the request's Host; null when it has none */
    boolean allow(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String name = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
        return names.contains(name)
                || ADDRESS.matcher(name).matches()
                || INSIDE.matcher(name).matches();
    }
}
