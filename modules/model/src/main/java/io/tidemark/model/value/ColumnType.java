package io.tidemark.model.value;

import java.util.Arrays;
import java.util.Optional;

/** The Postgres types that have one declared counterpart in the graph; {@code docs/column-types.md} is its table. */
public enum ColumnType {
    BOOLEAN("bool", GraphType.BOOLEAN, true),
    SMALLINT("int2", GraphType.INTEGER, true),
    INTEGER("int4", GraphType.INTEGER, true),
    BIGINT("int8", GraphType.INTEGER, true),
    REAL("float4", GraphType.FLOAT, false),
    DOUBLE_PRECISION("float8", GraphType.FLOAT, false),
    NUMERIC("numeric", GraphType.STRING, false),
    TEXT("text", GraphType.STRING, true),
    VARCHAR("varchar", GraphType.STRING, true),
    CHAR("bpchar", GraphType.STRING, false),
    UUID("uuid", GraphType.STRING, true),
    DATE("date", GraphType.DATE, true),
    TIME("time", GraphType.LOCAL_TIME, false),
    TIMESTAMP("timestamp", GraphType.LOCAL_DATETIME, true),
    TIMESTAMPTZ("timestamptz", GraphType.ZONED_DATETIME, true),
    INTERVAL("interval", GraphType.DURATION, false),
    JSON("json", GraphType.STRING, false),
    JSONB("jsonb", GraphType.STRING, false),
    BYTEA("bytea", GraphType.BYTES, false),
    INET("inet", GraphType.STRING, false),
    ENUM("enum", GraphType.STRING, true);

    private final String postgresName;
    private final GraphType graphType;
    private final boolean key;

    ColumnType(String postgresName, GraphType graphType, boolean key) {
        this.postgresName = postgresName;
        this.graphType = graphType;
        this.key = key;
    }

    /**
     * Finds the type by its name in {@code pg_type} ({@code typname}); any enum is {@code enum}. Arrays are not looked
     * up here: an array's element type is.
     */
    public static Optional<ColumnType> ofPostgres(String name) {
        return Arrays.stream(values())
                .filter(type -> type.postgresName.equals(name))
                .findFirst();
    }

    public String postgresName() {
        return postgresName;
    }

    public GraphType graphType() {
        return graphType;
    }

    /**
     * Whether a column of this type may identify a node: two values are equal in the graph exactly when Postgres holds
     * them equal. Not so for 1.0 and 1.00 (numeric), NaN (double precision) or trailing blanks (char).
     */
    public boolean canBeKey() {
        return key;
    }
}
