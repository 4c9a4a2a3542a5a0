package io.tidemark.events;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads arrays in Postgres' text form, {@code {1,2}} or {@code {"a b","c\"d"}}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">its description</a>
 */
final class ArrayText {

    private final String text;
    private int position;

    private ArrayText(String text) {
        this.text = text;
    }

    /**
     * The elements' texts, unquoted.
     *
     * @throws UnmappableValueException when Neo4j has no such list: nested, with a null in it, or with bounds of its own
     */
    static List<String> elements(String text) {
        return new ArrayText(text).read();
    }

    private List<String> read() {
        if (text.startsWith("[")) {
            throw new UnmappableValueException("Neo4j has no array with lower bounds other than 1");
        }
        expect('{');
        List<String> elements = new ArrayList<>();
        if (peek() == '}') {
            return elements;
        }
        while (true) {
            elements.add(element());
            if (peek() == '}') {
                return elements;
            }
            expect(',');
        }
    }

    private String element() {
        return switch (peek()) {
            case '{' -> throw new UnmappableValueException("Neo4j cannot store an array of arrays");
            case '"' -> quoted();
            default -> plain();
        };
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        for (position++; peek() != '"'; position++) {
            if (peek() == '\\') {
                position++;
            }
            element.append(peek());
        }
        position++;
        return element.toString();
    }

    private String plain() {
        int start = position;
        while (peek() != ',' && peek() != '}') {
            position++;
        }
        String element = text.substring(start, position);
        if (element.equals("NULL")) {
            throw new UnmappableValueException("Neo4j cannot store an array with a null element");
        }
        return element;
    }

    private char peek() {
        if (position >= text.length()) {
            throw new UnmappableValueException("its text is no Postgres array");
        }
        return text.charAt(position);
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw new UnmappableValueException("its text is no Postgres array");
        }
        position++;
    }
}
