package io.tidemark.model.amount;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. Pure. */
public final class Amounts {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double STEP = 1_024;
    private static final int MINUTE_SECONDS = 60;

    private Amounts() {}

    /** For example {@code 512 B}, {@code 1.5 KiB}. */
    public static String bytes(long bytes) {
        double amount = bytes;
        if (amount < STEP) {
            return bytes + " B";
        }
        int unit = -1;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** With thousands set off: {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The same with what is counted. */
    public static String count(long count, String one, String several) {
        return count(count) + " " + (count == 1 ? one : several);
    }

    /** In the two largest units: {@code 4 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String time(Duration time) {
        if (time.toSeconds() < MINUTE_SECONDS) {
            return time.toSeconds() + " s";
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    /** The same, finer below a minute: {@code 4.2 s}. */
    public static String time(double seconds) {
        return seconds < MINUTE_SECONDS
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : time(Duration.ofSeconds((long) seconds));
    }
}
