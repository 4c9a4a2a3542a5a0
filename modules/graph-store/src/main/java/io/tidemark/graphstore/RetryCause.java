package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import java.util.Optional;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;

/** Why a transaction is retried. */
public enum RetryCause {
    /** Two transactions waited for each other's locks. */
    DEADLOCK,
    /** Neo4j says that the same may go through later: a leader that moved, a limit, a restart. */
    TRANSIENT,
    /** The connection was lost, or there is none. */
    CONNECTION,
    /** Another writer on the same node, or a failure inside Neo4j. */
    OTHER;

    private static final String DEADLOCK_CODE = "Neo.TransientError.Transaction.DeadlockDetected";

    /** The cause of a failure that {@link GraphFailure} has named RETRY; empty where no transaction of Neo4j failed. */
    static Optional<RetryCause> of(TidemarkException failure) {
        return failure.getCause() instanceof Neo4jException cause ? Optional.of(of(cause)) : Optional.empty();
    }

    private static RetryCause of(Neo4jException cause) {
        if (DEADLOCK_CODE.equals(cause.code())) {
            return DEADLOCK;
        }
        if (cause instanceof ServiceUnavailableException || cause instanceof SessionExpiredException) {
            return CONNECTION;
        }
        return GraphFailure.isPassing(cause) ? TRANSIENT : OTHER;
    }
}
