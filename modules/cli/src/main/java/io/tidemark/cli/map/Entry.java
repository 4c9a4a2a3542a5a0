package io.tidemark.cli.map;

import java.util.List;

/**
 * An element in the file that is proposed.
 *
 * @param comments what a reader should know of it, one line each
 * @param text the element as the file has it; empty where it has no form
 * @param mapped whether it is part of the mapping; otherwise it is a comment, to be taken in once it is possible
 */
record Entry(List<String> comments, String text, boolean mapped) {

    Entry {
        comments = List.copyOf(comments);
    }
}
