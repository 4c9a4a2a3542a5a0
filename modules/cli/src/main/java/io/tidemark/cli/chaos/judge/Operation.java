package io.tidemark.cli.chaos.judge;

import java.util.Arrays;

/** What happened to a row, in Debezium's letters. */
public enum Operation {
    CREATE("c", 1),
    UPDATE("u", 2),
    DELETE("d", 3);

    private final String letter;
    private final long code;

    Operation(String letter, long code) {
        this.letter = letter;
        this.code = code;
    }

    /** A number of two bits. */
    long code() {
        return code;
    }

    static Operation of(long code) {
        return Arrays.stream(values())
                .filter(operation -> operation.code == code)
                .findFirst()
                .orElseThrow();
    }

    public String letter() {
        return letter;
    }
}
