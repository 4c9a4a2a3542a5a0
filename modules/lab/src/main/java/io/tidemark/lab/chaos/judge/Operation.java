package io.tidemark.lab.chaos.judge;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What an entry of a key's history says. The letters of changes are Debezium's. */
public enum Operation {
    CREATE("c", 1, Role.CHANGE),
    UPDATE("u", 2, Role.CHANGE),
    DELETE("d", 3, Role.CHANGE),

    /** In the log: the table lost all its rows. */
    TRUNCATE("t", 4, Role.MARK),

    /** In the log: a refresh of this key was asked for by name. */
    REQUEST("q", 5, Role.MARK),

    /** In the log: a refresh of a range that holds this key was asked for. */
    RANGE_REQUEST("Q", 6, Role.MARK),

    /** In a topic: the row as a refresh found it. */
    REREAD("r", 7, Role.STATEMENT),

    /** In a topic: the delete of a key for which a refresh found no row. */
    REREAD_NOTHING("n", 8, Role.STATEMENT),

    /** In a topic: the delete of a key that the topic still held. */
    SWEEP("s", 9, Role.STATEMENT),

    /** In a topic: a snapshot's row, or what else belongs to no transaction. */
    SNAPSHOT("?", 10, Role.STATEMENT);

    /** What kind of entry it is. */
    enum Role {

        /** A committed change of a row; log and topics must have the same. */
        CHANGE,

        /** Something in the log that lets the topics tell states. */
        MARK,

        /** A record that tells a row's state and no change of it. */
        STATEMENT
    }

    private static final Map<Long, Operation> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(Operation::code, operation -> operation));

    private final String letter;
    private final long code;
    private final Role role;

    Operation(String letter, long code, Role role) {
        this.letter = letter;
        this.code = code;
        this.role = role;
    }

    /** A number of four bits. */
    long code() {
        return code;
    }

    static Operation of(long code) {
        return Objects.requireNonNull(BY_CODE.get(code));
    }

    Role role() {
        return role;
    }

    /** Whether a record of it leaves the key without a row. */
    boolean leavesNothing() {
        return this == DELETE || this == TRUNCATE || this == REREAD_NOTHING || this == SWEEP;
    }

    String letter() {
        return letter;
    }
}
