package io.tidemark.cli.map;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What two columns say that one does to the other: {@code follower_id} and {@code followed_id} are FOLLOWS. Pure. */
final class Verb {

    private static final int SHORTEST = 3;
    private static final Pattern SILENT_E = Pattern.compile(".*[^aeiou][aeiou][^aeiouwxyr]");
    private static final Pattern DOUBLED = Pattern.compile(".*(bb|dd|gg|mm|nn|pp|tt)");

    private Verb() {}

    /** The type; empty where the columns are not the one who does and the one to whom it is done. */
    static Optional<String> between(String from, String to) {
        List<String> doer = Words.of(from);
        List<String> done = Words.of(to);
        if (doer.isEmpty() || done.isEmpty() || !doer.get(0).endsWith("er")) {
            return Optional.empty();
        }
        String stem = doer.get(0).substring(0, doer.get(0).length() - 2);
        if (stem.length() < SHORTEST
                || !(done.get(0).equals(stem + "ed") || done.get(0).equals(stem + "ing"))) {
            return Optional.empty();
        }
        String verb = DOUBLED.matcher(stem).matches()
                ? stem.substring(0, stem.length() - 1)
                : SILENT_E.matcher(stem).matches() ? stem + "e" : stem;
        return Optional.of((verb + "s").toUpperCase(java.util.Locale.ROOT));
    }
}
