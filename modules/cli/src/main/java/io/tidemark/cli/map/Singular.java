package io.tidemark.cli.map;

import java.util.Map;
import java.util.Set;

/**
 * The singular of an English noun, by the rules that most table names follow. Not a dictionary: where it is wrong, the label is changed
 * by hand. No library of Java's that does it is alive. Pure.
 */
final class Singular {

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("people", "person"),
            Map.entry("children", "child"),
            Map.entry("men", "man"),
            Map.entry("women", "woman"),
            Map.entry("mice", "mouse"),
            Map.entry("geese", "goose"),
            Map.entry("feet", "foot"),
            Map.entry("teeth", "tooth"),
            Map.entry("oxen", "ox"),
            Map.entry("criteria", "criterion"),
            Map.entry("indices", "index"),
            Map.entry("vertices", "vertex"),
            Map.entry("matrices", "matrix"),
            Map.entry("analyses", "analysis"),
            Map.entry("diagnoses", "diagnosis"),
            Map.entry("crises", "crisis"),
            Map.entry("movies", "movie"),
            Map.entry("cookies", "cookie"),
            Map.entry("lives", "life"),
            Map.entry("wives", "wife"),
            Map.entry("knives", "knife"),
            Map.entry("leaves", "leaf"),
            Map.entry("halves", "half"),
            Map.entry("shelves", "shelf"),
            Map.entry("wolves", "wolf"),
            Map.entry("quizzes", "quiz"),
            Map.entry("caches", "cache"),
            Map.entry("shoes", "shoe"),
            Map.entry("uses", "use"));

    private static final Set<String> UNCHANGED =
            Set.of("series", "species", "news", "canvas", "atlas", "alias", "gas", "lens", "chaos");

    private Singular() {}

    /** @param word in lower case */
    static String of(String word) {
        if (IRREGULAR.containsKey(word)) {
            return IRREGULAR.get(word);
        }
        if (UNCHANGED.contains(word) || endsWith(word, "ss", "us", "is") || !word.endsWith("s")) {
            return word;
        }
        if (word.endsWith("ies") && word.length() > 4) {
            return without(word, 3) + "y";
        }
        boolean house = endsWith(word, "ouses", "auses");
        return !house && endsWith(word, "sses", "shes", "ches", "xes", "zes", "oes", "uses")
                ? without(word, 2)
                : without(word, 1);
    }

    private static boolean endsWith(String word, String... ends) {
        for (String end : ends) {
            if (word.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    private static String without(String word, int last) {
        return word.substring(0, Math.max(1, word.length() - last));
    }
}
