package io.tidemark.events;

import io.tidemark.model.value.Interval;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the ISO 8601 durations that Debezium writes for intervals, {@code P1Y2M-3DT4H5M6.789S}; each part has its sign. */
final class Intervals {

    private static final Pattern SHAPE = Pattern.compile("P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?"
            + "(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?\\d+(?:\\.\\d+)?)S)?)?");
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

    private Intervals() {}

    static Interval parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new UnmappableValueException("its interval has no counterpart in Neo4j");
        }
        long nanos = new BigDecimal(matcher.group(6) == null ? "0" : matcher.group(6))
                .multiply(NANOS_PER_SECOND)
                .longValueExact();
        long seconds =
                number(matcher.group(4)) * 3_600 + number(matcher.group(5)) * 60 + Math.floorDiv(nanos, 1_000_000_000L);
        return new Interval(
                number(matcher.group(1)) * 12 + number(matcher.group(2)), number(matcher.group(3)), seconds, (int)
                        Math.floorMod(nanos, 1_000_000_000L));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
