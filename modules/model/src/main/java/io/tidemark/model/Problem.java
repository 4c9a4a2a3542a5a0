package io.tidemark.model;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Something that keeps a part of the pipeline from working, from where it is found to where it is printed.
 *
 * @param what names the thing and what is wrong with it: {@code table public.users has no primary key}
 * @param fix what to do: a statement, a setting, a command
 */
public record Problem(String what, String fix) {

    /** The problem in one line. */
    @Override
    public String toString() {
        return what + ": " + fix;
    }

    /** One line for each problem. */
    public static String lines(Collection<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
