package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Whether a role sees whole tables, found out by reading them. */
public final class ReadAccess {

    private static final String PERMISSION_DENIED = "42501";
    private static final String NO_TABLE = "42P01";
    private static final String NO_SCHEMA = "3F000";

    private ReadAccess() {}

    /**
     * What keeps this connection's role from seeing all rows of these tables. Tables that do not exist are left out.
     *
     * @param connection in auto-commit mode; the caller closes it
     * @param role its role, for the statements
     * @return one per table, each with the statement that fixes it
     */
    public static List<Problem> problems(Connection connection, Collection<TableName> tables, String role)
            throws SQLException {
        List<Problem> problems = new ArrayList<>();
        String quotedRole = Sql.quote(role);
        for (TableName table : tables) {
            try {
                Query.execute(connection, "select from " + table.quoted() + " limit 0");
                if (isFiltered(connection, table)) {
                    problems.add(new Problem(
                            "row security hides rows of table " + table + " from role " + role,
                            "ALTER ROLE " + quotedRole + " BYPASSRLS"));
                }
            } catch (SQLException e) {
                if (PERMISSION_DENIED.equals(e.getSQLState())) {
                    problems.add(new Problem(
                            "table " + table + " may not be read by role " + role,
                            "GRANT USAGE ON SCHEMA " + Sql.quote(table.schema()) + " TO " + quotedRole
                                    + "; GRANT SELECT ON " + table.quoted() + " TO " + quotedRole));
                } else if (!NO_TABLE.equals(e.getSQLState()) && !NO_SCHEMA.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        return problems;
    }

    private static boolean isFiltered(Connection connection, TableName table) throws SQLException {
        return Query.one(connection, "select row_security_active(?)", row -> row.getBoolean(1), table.quoted());
    }
}
