package io.tidemark.cli.map;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a name in SQL: {@code order_details} and {@code OrderDetails} are both order, details. Pure. */
final class Words {

    private static final Pattern BETWEEN = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

    private Words() {}

    /** The words, in lower case; none where the name has neither letters nor digits of ASCII. */
    static List<String> of(String name) {
        return Stream.of(BETWEEN.split(name))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
