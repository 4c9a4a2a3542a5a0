package io.tidemark.capture.column;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Intervals in the pattern that Debezium's {@code io.debezium.time.Interval} declares, with every part in it. Pure. */
final class PostgresInterval {

    static final String ZERO = "P0Y0M0DT0H0M0S";

    /** What Debezium takes for the default of a column when it is a function's. */
    private static final String UNKNOWN_DEFAULT = "epoch";

    /** Postgres' style {@code iso_8601} leaves out the parts that are zero; each part has its sign. */
    private static final Pattern ISO = Pattern.compile("P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?"
            + "(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?\\d+(?:\\.\\d+)?)S)?)?");

    private static final String PARTS = "YMDHMS";

    private PostgresInterval() {}

    /**
     * The interval in Debezium's pattern, digit by digit.
     *
     * @param text as Postgres has it in the style {@code iso_8601}; {@code infinity} and {@code -infinity}, which that pattern cannot
     *     say, stay what they are
     */
    static String text(String text) {
        if (text.equals(UNKNOWN_DEFAULT)) {
            return ZERO;
        }
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        StringBuilder all = new StringBuilder("P");
        for (int part = 1; part <= PARTS.length(); part++) {
            String number = matcher.group(part);
            all.append(part == 4 ? "T" : "")
                    .append(number == null ? "0" : number)
                    .append(PARTS.charAt(part - 1));
        }
        return all.toString();
    }
}
