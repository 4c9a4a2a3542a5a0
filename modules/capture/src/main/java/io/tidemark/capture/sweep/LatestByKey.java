package io.tidemark.capture.sweep;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Where each key's latest record is, for as many keys as fit: those whose hash is in a range. When the table is full, the
 * range is halved and what is outside forgotten; so a pass over a partition ends with all keys of some range, and the
 * next pass takes the range after it. Keys count as equal when 127 bits of their SHA-256 are. Memory is 48 to 96 bytes
 * for each of the keys that fit, allocated once. Not thread-safe.
 */
final class LatestByKey {

    private static final int EMPTY = 0;
    private static final double FILL = 0.9;

    private final MessageDigest digest = digest();
    private final int maxKeys;
    private final int mask;
    private final long[] ranks;
    private final long[] hashes;
    /** The latest record's offset plus 1, negative when it is a tombstone. */
    private final long[] latest;

    private int keys;
    private long first;
    private long last = Long.MAX_VALUE;

    LatestByKey(int maxKeys) {
        this.maxKeys = maxKeys;
        int slots = Math.max(2, Integer.highestOneBit(maxKeys - 1) << 1) * 2;
        this.mask = slots - 1;
        this.ranks = new long[slots];
        this.hashes = new long[slots];
        this.latest = new long[slots];
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    int maxKeys() {
        return maxKeys;
    }

    /** Starts with the whole range. */
    void start() {
        first = 0;
        last = Long.MAX_VALUE;
        clear();
    }

    /** Continues with the next range, as wide as this one suggests that the keys will fit; false when there is none. */
    boolean next() {
        if (last == Long.MAX_VALUE) {
            return false;
        }
        double width = (last - first) * (FILL * maxKeys / Math.max(1, keys)) + 1;
        first = last + 1;
        last = width >= Long.MAX_VALUE - first ? Long.MAX_VALUE : first + (long) width;
        clear();
        return true;
    }

    private void clear() {
        Arrays.fill(latest, EMPTY);
        keys = 0;
    }

    /** Takes in a record; of one key they come in the order of their offsets. */
    void put(byte[] key, long offset, boolean tombstone) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(key));
        long rank = hash.getLong() >>> 1;
        if (rank >= first && rank <= last) {
            insert(rank, hash.getLong(), tombstone ? -(offset + 1) : offset + 1);
            if (keys > maxKeys) {
                halve();
            }
        }
    }

    private void insert(long rank, long hash, long position) {
        int slot = (int) hash & mask;
        while (latest[slot] != EMPTY && (ranks[slot] != rank || hashes[slot] != hash)) {
            slot = (slot + 1) & mask;
        }
        if (latest[slot] == EMPTY) {
            keys++;
            ranks[slot] = rank;
            hashes[slot] = hash;
        }
        latest[slot] = position;
    }

    private void halve() {
        while (keys > maxKeys) {
            last = first + (last - first) / 2;
            long[] kept = new long[keys * 3];
            int size = 0;
            for (int slot = 0; slot <= mask; slot++) {
                if (latest[slot] != EMPTY && ranks[slot] <= last) {
                    kept[size++] = ranks[slot];
                    kept[size++] = hashes[slot];
                    kept[size++] = latest[slot];
                }
            }
            clear();
            for (int i = 0; i < size; i += 3) {
                insert(kept[i], kept[i + 1], kept[i + 2]);
            }
        }
    }

    /** The offsets, ascending, of the latest records that are before the limit and no tombstones. */
    long[] liveBefore(long limit) {
        return Arrays.stream(latest)
                .filter(position -> position > 0 && position - 1 < limit)
                .map(position -> position - 1)
                .sorted()
                .toArray();
    }
}
