package io.tidemark.reconciler.check;

import java.sql.SQLException;

/** Reads something of a server, which may fail without harm to what else is read. */
@FunctionalInterface
interface Reading {

    void run() throws SQLException;
}
