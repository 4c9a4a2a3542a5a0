package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** One kind of thing a writer does. */
@FunctionalInterface
interface Step {

    /**
     * Does it, in the transaction that is open; whoever calls commits.
     *
     * @return about how many rows it changed
     */
    int run(Connection connection, Random random) throws SQLException;
}
