package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.postgres.Table.Trait;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether a role sees whole tables. */
public final class ReadAccess {

    private ReadAccess() {}

    /**
     * What keeps this connection's role from seeing all rows of these tables. Tables that do not exist are left out.
     *
     * @param connection the caller closes it
     * @param role its role, for the statements
     * @return one per table, each with the statement that fixes it
     */
    public static List<Problem> problems(Connection connection, Collection<TableName> tables, String role)
            throws SQLException {
        return new Catalog(connection)
                .tables(tables).found().values().stream()
                        .flatMap(table -> problem(table, role).stream())
                        .toList();
    }

    /** The same for one table as the catalog shows it to the role. Pure. */
    static Optional<Problem> problem(Table table, String role) {
        String quotedRole = Sql.quote(role);
        if (table.traits().contains(Trait.UNREADABLE)) {
            return Optional.of(new Problem(
                    "table " + table.name() + " cannot be read by role " + role,
                    "GRANT USAGE ON SCHEMA " + Sql.quote(table.name().schema()) + " TO " + quotedRole
                            + "; GRANT SELECT ON " + table.name().quoted() + " TO " + quotedRole));
        }
        if (table.traits().contains(Trait.ROW_SECURITY)) {
            return Optional.of(new Problem(
                    "row security hides rows of table " + table.name() + " from role " + role,
                    "ALTER ROLE " + quotedRole + " BYPASSRLS"));
        }
        return Optional.empty();
    }
}
