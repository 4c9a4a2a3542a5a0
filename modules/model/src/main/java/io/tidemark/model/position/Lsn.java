package io.tidemark.model.position;

/**
 * A Postgres log sequence number: a byte position in the write-ahead log, unsigned 64 bit.
 *
 * @param value the position; compare with {@link #compareTo}, it is unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /** Reads Postgres' own notation, two hexadecimal halves, for example {@code 16/B374D848}. */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' is no LSN: write it as Postgres does, 16/B374D848");
        }
        long high = Long.parseUnsignedLong(text, 0, slash, 16);
        long low = Long.parseUnsignedLong(text, slash + 1, text.length(), 16);
        return new Lsn(high << 32 | low);
    }

    /** Bytes of log from {@code earlier} to this position. */
    public long bytesSince(Lsn earlier) {
        return value - earlier.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
