package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.SecurityException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;
import org.neo4j.driver.exceptions.value.Uncoercible;

/** The texts are those of Neo4j 5.26. */
class GraphFailureTest {

    private static final String CONSTRAINT = "Neo.ClientError.Schema.ConstraintValidationFailed";

    @Test
    void what_passes_by_itself_is_tried_again() {
        assertThat(category(new ServiceUnavailableException("gone"))).isEqualTo(Category.RETRY);
        assertThat(category(new SessionExpiredException("gone"))).isEqualTo(Category.RETRY);
        assertThat(category(new TransientException("Neo.TransientError.Transaction.DeadlockDetected", "met")))
                .isEqualTo(Category.RETRY);
        assertThat(category(client("Neo.ClientError.Cluster.NotALeader", "moved")))
                .isEqualTo(Category.RETRY);
        assertThat(category(client("Neo.ClientError.Transaction.LockClientStopped", "ended")))
                .isEqualTo(Category.RETRY);
        assertThat(category(new DatabaseException("Neo.DatabaseError.Transaction.TransactionCommitFailed", "disk")))
                .isEqualTo(Category.RETRY);
    }

    @Test
    void two_writers_on_one_node_are_never_a_rows_fault() {
        assertThat(category(client(CONSTRAINT, "Cannot delete node<0>, because it still has relationships.")))
                .isEqualTo(Category.RETRY);
        assertThat(category(client("Neo.ClientError.Statement.EntityNotFound", "Unable to load NODE 4:4dc:203.")))
                .isEqualTo(Category.RETRY);
    }

    @Test
    void what_is_deleted_while_it_is_read_is_read_again() {
        assertThat(category(new Uncoercible("NULL", "Java String"))).isEqualTo(Category.RETRY);
    }

    @Test
    void what_a_row_causes_is_its_own_and_its_contents_stay_out_of_the_message() {
        TidemarkException refused = GraphFailure.of(
                client(CONSTRAINT, "Node(202) already exists with label `User` and property `username` = 'secret'"),
                "applying");
        assertThat(refused.category()).isEqualTo(Category.DEAD_LETTER);
        assertThat(refused).hasMessageContaining("`username`").hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("secret");
        assertThat(category(client("Neo.ClientError.Statement.TypeError", "Property values can only be of")))
                .isEqualTo(Category.DEAD_LETTER);
        assertThat(category(new DatabaseException(
                        "Neo.DatabaseError.Statement.ExecutionFailed", "Property value is too large to index, please")))
                .isEqualTo(Category.DEAD_LETTER);
    }

    @Test
    void a_wrong_password_is_for_whoever_started_it() {
        assertThat(category(new AuthenticationException("Neo.ClientError.Security.Unauthorized", "no")))
                .isEqualTo(Category.USAGE);
    }

    @Test
    void somebody_elses_guesses_of_the_password_end_nobody_who_was_let_in() {
        SecurityException limited =
                new SecurityException("Neo.ClientError.Security.AuthenticationRateLimit", "too many");
        assertThat(category(limited)).isEqualTo(Category.RETRY);
        assertThat(GraphFailure.ofLogin(limited, "opening").category()).isEqualTo(Category.USAGE);
    }

    @Test
    void a_certificate_that_is_not_trusted_is_for_whoever_started_it() {
        SecurityException untrusted = new SecurityException("no", new SSLHandshakeException("unknown issuer"));
        assertThat(category(untrusted)).isEqualTo(Category.USAGE);
        assertThat(GraphFailure.of(untrusted, "opening")).hasMessageContaining("NEO4J_TRUSTED_CERTIFICATES");
    }

    @Test
    void a_failure_of_the_driver_is_named_and_any_other_is_left_as_it_is() {
        assertThatThrownBy(() -> GraphFailure.named("reading users", () -> {
                    throw new ServiceUnavailableException("gone");
                }))
                .isInstanceOf(TidemarkException.class)
                .hasMessageStartingWith("reading users failed: Neo4j cannot be reached");
        IllegalStateException own = new IllegalStateException("of the caller");
        assertThatThrownBy(() -> GraphFailure.named("reading users", () -> {
                    throw own;
                }))
                .isSameAs(own);
    }

    @Test
    void what_is_not_known_stops() {
        assertThat(category(client("Neo.ClientError.Statement.SyntaxError", "what?")))
                .isEqualTo(Category.FATAL);
    }

    private static Category category(Neo4jException failure) {
        return GraphFailure.of(failure, "applying").category();
    }

    @SuppressWarnings("deprecation") // the driver has no other public way to make one
    private static ClientException client(String code, String message) {
        return new ClientException(code, message);
    }
}
