package io.tidemark.graphstore;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.AuthorizationExpiredException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.SecurityException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.value.ValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failure of Neo4j means. The codes are those of {@code neo4j.com/docs/status-codes}; where one code stands for
 * several things the text decides (checked against 5.26, whose GQL status is 50N42 for all of them). Texts that may
 * quote a value are not passed on.
 */
final class GraphFailure {

    private static final Logger LOG = LoggerFactory.getLogger(GraphFailure.class);

    /** Too many wrong passwords were tried for this user; it is over in seconds. */
    private static final String RATE_LIMIT = "Neo.ClientError.Security.AuthenticationRateLimit";

    /** A leader that moved, a transaction the server ended: the next attempt finds another state. */
    private static final Set<String> PASSING = Set.of(
            RATE_LIMIT,
            "Neo.ClientError.Cluster.NotALeader",
            "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
            // the two ways in which Neo4j says that the transaction was ended, a time limit included
            "Neo.ClientError.Transaction.Terminated",
            "Neo.ClientError.Transaction.LockClientStopped",
            "Neo.ClientError.Transaction.TransactionTimedOut",
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "Neo.ClientError.Transaction.TransactionNotFound",
            "Neo.ClientError.Transaction.TransactionHookFailed");

    private GraphFailure() {}

    /**
     * Runs work of the driver and names its failure.
     *
     * @param doing what is under way, for the message of a failure
     */
    static <T> T named(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (Neo4jException failure) {
            throw of(failure, doing);
        }
    }

    /**
     * Names a failure.
     *
     * @param doing what was under way, for example {@code opening Neo4j at bolt://…}
     */
    static TidemarkException of(Neo4jException failure, String doing) {
        if (failure instanceof AuthenticationException) {
            return refused(failure, doing);
        }
        if (isOfTls(failure)) {
            return new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            doing + " failed: its certificate is not trusted, or is another host's",
                            "name its authority in NEO4J_TRUSTED_CERTIFICATES, or correct NEO4J_URI"),
                    failure);
        }
        if (failure instanceof ServiceUnavailableException) {
            return new TidemarkException(
                    Category.RETRY,
                    new Problem(
                            doing + " failed: Neo4j cannot be reached",
                            "see that it runs and that the address is right"),
                    failure);
        }
        if (isPassing(failure)) {
            return new TidemarkException(
                    Category.RETRY, doing + " failed: " + failure.code() + ": " + firstLine(failure), failure);
        }
        if (failure instanceof ValueException) {
            // the cast of what was read: Neo4j shows a node that another transaction is deleting without its properties
            return new TidemarkException(
                    Category.RETRY,
                    doing
                            + " found a node of Tidemark's own without what it holds: it is being deleted, or somebody else"
                            + " made it (" + firstLine(failure) + ")",
                    failure);
        }
        if (isRace(failure)) {
            return new TidemarkException(
                    Category.RETRY, doing + " met another writer on the same node (" + failure.code() + ")", failure);
        }
        if (isOfARow(failure)) {
            LOG.trace("refused by Neo4j", failure);
            // without its cause, which may quote the row
            return new TidemarkException(
                    Category.DEAD_LETTER, doing + " failed: Neo4j cannot store a row: " + reason(failure));
        }
        if (failure instanceof DatabaseException) {
            return new TidemarkException(
                    Category.RETRY,
                    new Problem(
                            doing + " failed inside Neo4j (" + failure.code() + ")",
                            "see its log, its disk and its memory"),
                    failure);
        }
        return new TidemarkException(
                Category.FATAL, doing + " failed: " + failure.code() + ": " + firstLine(failure), failure);
    }

    /**
     * Names the failure of a first login. Too many wrong passwords are then most likely one's own; later they are another client's, whose
     * guesses must not end a sink that has been let in.
     */
    static TidemarkException ofLogin(Neo4jException failure, String doing) {
        return RATE_LIMIT.equals(failure.code()) ? refused(failure, doing) : of(failure, doing);
    }

    private static TidemarkException refused(Neo4jException failure, String doing) {
        return new TidemarkException(
                Category.USAGE,
                new Problem(
                        doing + " failed: Neo4j refuses the user or the password",
                        "check both (" + failure.code() + ")"),
                failure);
    }

    /** The driver's own exception, which no server sent: it has no code but the driver's placeholder. */
    private static boolean isOfTls(Neo4jException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return failure instanceof SecurityException;
            }
        }
        return false;
    }

    /** Whether Neo4j says that the same may go through later. */
    static boolean isPassing(Neo4jException failure) {
        return (failure instanceof RetryableException && !(failure instanceof SecurityException))
                || failure instanceof AuthorizationExpiredException
                || "Neo.ClientError.Security.TokenExpired".equals(failure.code())
                || PASSING.contains(failure.code());
    }

    /**
     * A relationship appeared on a node that was about to be deleted, or a node was deleted that a relationship or a
     * label was about to be put on. Never the row's fault.
     */
    private static boolean isRace(Neo4jException failure) {
        return "Neo.ClientError.Statement.EntityNotFound".equals(failure.code())
                || (isConstraint(failure) && textOf(failure).contains("still has relationships"));
    }

    private static boolean isOfARow(Neo4jException failure) {
        return isConstraint(failure)
                || textOf(failure).startsWith("Unable to convert ")
                || "Neo.ClientError.Statement.TypeError".equals(failure.code())
                || "Neo.ClientError.Statement.ArgumentError".equals(failure.code())
                || textOf(failure).contains("too large to index");
    }

    private static boolean isConstraint(Neo4jException failure) {
        return "Neo.ClientError.Schema.ConstraintValidationFailed".equals(failure.code());
    }

    private static String reason(Neo4jException failure) {
        if (!isConstraint(failure)) {
            return textOf(failure).contains("too large to index")
                    ? "a value is too large for an index"
                    : "a value has no type that a property can have (" + failure.code() + ")";
        }
        // "Node(7) already exists with label `User` and property `name` = 'secret'": the value stays behind
        String text = textOf(failure);
        int value = text.indexOf(" = ");
        return "a constraint of the graph refuses it: " + (value < 0 ? failure.code() : text.substring(0, value));
    }

    private static String firstLine(Neo4jException failure) {
        return textOf(failure).lines().findFirst().orElse("");
    }

    private static String textOf(Neo4jException failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
