package io.tidemark.model.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The vector index on a property that is a list of numbers.
 *
 * @param dimensions how many numbers each list has
 * @param similarity how two lists are compared
 */
public record VectorIndex(int dimensions, Similarity similarity) {

    /** Neo4j's limit. */
    private static final int MOST_DIMENSIONS = 4096;

    /** How two vectors are compared. */
    public enum Similarity {
        COSINE,
        EUCLIDEAN;

        /**
         * The one of this name, in any case.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Similarity of(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("similarity '" + name + "' is not one of "
                            + Arrays.stream(values()).map(Similarity::text).collect(Collectors.joining(", "))));
        }

        /** As the mapping and Neo4j write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public VectorIndex {
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "dimensions " + dimensions + " is not a number from 1 to " + MOST_DIMENSIONS);
        }
    }

    /** What a list of another length is called. */
    public String mismatch(int length) {
        return "it has " + length + " numbers, and its vector index takes " + dimensions;
    }
}
