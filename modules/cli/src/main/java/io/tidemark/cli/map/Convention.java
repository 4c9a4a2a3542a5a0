package io.tidemark.cli.map;

import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Column;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What names mean by convention: bookkeeping of frameworks, secrets, soft deletes, references. Pure. */
final class Convention {

    private static final Set<String> BOOKKEEPING = Set.of(
            "schema_migrations",
            "ar_internal_metadata",
            "django_migrations",
            "flyway_schema_history",
            "schema_version",
            "databasechangelog",
            "databasechangeloglock",
            "alembic_version",
            "knex_migrations",
            "knex_migrations_lock",
            "_prisma_migrations",
            "sequelizemeta",
            "goose_db_version",
            "doctrine_migration_versions",
            "__efmigrationshistory");

    private static final Set<String> SECRET_WORDS = Set.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "token",
            "tokens",
            "secret",
            "secrets",
            "digest",
            "encrypted",
            "crypted",
            "salt",
            "otp",
            "credential",
            "credentials");

    private static final Set<List<String>> SECRET_PAIRS = Set.of(
            List.of("private", "key"),
            List.of("api", "key"),
            List.of("access", "key"),
            List.of("session", "key"),
            List.of("backup", "codes"));

    private static final Set<String> GONE = Set.of(
            "deletedat",
            "deletedon",
            "removedat",
            "removedon",
            "discardedat",
            "destroyedat",
            "trashedat",
            "softdeletedat");

    private static final Set<ColumnType> TIMES =
            EnumSet.of(ColumnType.TIMESTAMP, ColumnType.TIMESTAMPTZ, ColumnType.DATE);

    private static final Set<ColumnType> REFERENCES =
            EnumSet.of(ColumnType.INTEGER, ColumnType.BIGINT, ColumnType.UUID);

    private Convention() {}

    /** Whether a framework keeps its own account in the table. */
    static boolean isBookkeeping(String table) {
        return BOOKKEEPING.contains(table.toLowerCase(Locale.ROOT));
    }

    /** Whether the column's name says that its values must not get around. */
    static boolean isSecret(String column) {
        List<String> words = Words.of(column);
        for (int at = 0; at < words.size(); at++) {
            if (SECRET_WORDS.contains(words.get(at))
                    || (at + 2 <= words.size() && SECRET_PAIRS.contains(words.subList(at, at + 2)))) {
                return true;
            }
        }
        return false;
    }

    /** The column that is not null in a row that counts as deleted. */
    static Optional<String> softDelete(RelatedTable table) {
        return table.table().columns().values().stream()
                .filter(column -> GONE.contains(String.join("", Words.of(column.name()))))
                .filter(column -> table.nullable().contains(column.name()) && is(column, TIMES))
                .map(Column::name)
                .findFirst();
    }

    /** Whether the column looks like a reference to another table's key. */
    static boolean isReference(Column column) {
        List<String> words = Words.of(column.name());
        return words.size() > 1 && words.get(words.size() - 1).equals("id") && is(column, REFERENCES);
    }

    private static boolean is(Column column, Set<ColumnType> types) {
        return !column.array() && column.type().filter(types::contains).isPresent();
    }
}
