package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;

class RetryCauseTest {

    @Test
    void every_reason_to_begin_anew_has_its_name() {
        assertThat(cause(new TransientException("Neo.TransientError.Transaction.DeadlockDetected", "met")))
                .hasValue(RetryCause.DEADLOCK);
        assertThat(cause(new TransientException("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "full")))
                .hasValue(RetryCause.TRANSIENT);
        assertThat(cause(client("Neo.ClientError.Cluster.NotALeader"))).hasValue(RetryCause.TRANSIENT);
        assertThat(cause(new ServiceUnavailableException("gone"))).hasValue(RetryCause.CONNECTION);
        assertThat(cause(new SessionExpiredException("gone"))).hasValue(RetryCause.CONNECTION);
        assertThat(cause(client("Neo.ClientError.Statement.EntityNotFound"))).hasValue(RetryCause.OTHER);
        assertThat(cause(new DatabaseException("Neo.DatabaseError.Transaction.TransactionCommitFailed", "disk")))
                .hasValue(RetryCause.OTHER);
    }

    @Test
    void a_hold_is_waited_for_and_is_no_failed_transaction() {
        assertThat(RetryCause.of(new TidemarkException(Category.RETRY, "a hold lies on it")))
                .isEmpty();
    }

    private static Optional<RetryCause> cause(Neo4jException failure) {
        return RetryCause.of(GraphFailure.of(failure, "applying"));
    }

    @SuppressWarnings("deprecation") // the driver has no other public way to make one
    private static ClientException client(String code) {
        return new ClientException(code, "no");
    }
}
