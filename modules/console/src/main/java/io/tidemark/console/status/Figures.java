package io.tidemark.console.status;

import java.util.Locale;

/** Figures for people. Pure. */
final class Figures {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double STEP = 1_024;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private Figures() {}

    /** For example {@code 512 B}, {@code 1.5 KiB}. */
    static String bytes(long bytes) {
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
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The same with what is counted. */
    static String count(long count, String one, String several) {
        return count(count) + " " + (count == 1 ? one : several);
    }

    /** In the two largest units: {@code 1.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String time(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = (long) seconds;
        return whole < HOUR
                ? whole / MINUTE + " min " + whole % MINUTE + " s"
                : whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
    }
}
