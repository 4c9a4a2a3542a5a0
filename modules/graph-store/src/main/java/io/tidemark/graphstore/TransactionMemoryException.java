package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import java.util.Set;
import org.neo4j.driver.exceptions.Neo4jException;

/** Neo4j lacks the memory for a transaction: a smaller one can succeed. The message names what was written, and the limit. */
public final class TransactionMemoryException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    private static final String OF_EACH_TRANSACTION = "TransactionOutOfMemoryError";

    /** The last part of the codes: their class differs between versions. */
    private static final Set<String> CODES =
            Set.of(OF_EACH_TRANSACTION, "MemoryPoolOutOfMemoryError", "TransactionMemoryLimit", "OutOfMemoryError");

    private final boolean lasting;

    /**
     * Names it.
     *
     * @param lasting whether it is a limit that each transaction has for itself
     */
    public TransactionMemoryException(String message, boolean lasting, Throwable cause) {
        super(Category.FATAL, message, cause);
        this.lasting = lasting;
    }

    /**
     * Whether the limit is that of each single transaction, so that the same transaction never succeeds. Otherwise all transactions
     * share it, and what they have taken can become free.
     */
    public boolean isLasting() {
        return lasting;
    }

    /** The failure of a transaction, by this name if it is one of memory. */
    static TidemarkException named(TidemarkException failure) {
        if (!(failure.getCause() instanceof Neo4jException cause)
                || !CODES.contains(cause.code().substring(cause.code().lastIndexOf('.') + 1))) {
            return failure;
        }
        boolean lasting = cause.code().endsWith(OF_EACH_TRANSACTION)
                || String.valueOf(cause.getMessage()).contains(" db.memory.transaction.max");
        return new TransactionMemoryException(String.valueOf(failure.getMessage()), lasting, failure);
    }
}
