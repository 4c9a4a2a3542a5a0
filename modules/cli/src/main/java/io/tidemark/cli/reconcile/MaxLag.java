package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far the graph may be behind.
 *
 * @param bytes of log; 0 for any distance
 * @param age of the last commit it has; zero for any
 */
record MaxLag(long bytes, Duration age) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(b|kb|mb|gb|s|min|m)");
    private static final long KILO = 1024;

    /** Reads {@code 64MB} or {@code 10s}; nothing is any lag. */
    static MaxLag parse(@Nullable String text) {
        if (text == null) {
            return new MaxLag(0, Duration.ZERO);
        }
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TidemarkException(
                    Category.USAGE, "--max-lag is '" + text + "': write it as 64MB, 1GB, 10s or 5min");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> new MaxLag(0, Duration.ofSeconds(number));
            case "m", "min" -> new MaxLag(0, Duration.ofMinutes(number));
            case "kb" -> new MaxLag(number * KILO, Duration.ZERO);
            case "mb" -> new MaxLag(number * KILO * KILO, Duration.ZERO);
            case "gb" -> new MaxLag(number * KILO * KILO * KILO, Duration.ZERO);
            case "b" -> new MaxLag(number, Duration.ZERO);
            default -> throw new IllegalStateException("unknown unit: " + matcher.group(2));
        };
    }
}
