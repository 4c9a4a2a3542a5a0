package io.tidemark.reconciler.adopt;

import java.util.List;

/**
 * Keys, and how many elements have each.
 *
 * @param elements how many elements all of them are, also of keys that are not named
 * @param keys the first of them
 */
public record Listing(long elements, List<Entry> keys) {

    public Listing {
        keys = List.copyOf(keys);
    }

    /**
     * A key.
     *
     * @param key its values as texts; {@code null} for none
     * @param type Neo4j's name of the key's type where no row can have it; empty otherwise
     * @param elements how many elements have it
     */
    public record Entry(List<String> key, String type, long elements) {

        /** Whether the elements have no key. */
        boolean isAbsent() {
            return type.equals("NULL");
        }
    }

    /** Whether there are none. */
    public boolean none() {
        return elements == 0;
    }

    /** How many elements have a key that is not named. */
    public long unnamed() {
        return elements - keys.stream().mapToLong(Entry::elements).sum();
    }
}
