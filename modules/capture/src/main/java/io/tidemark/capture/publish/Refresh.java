package io.tidemark.capture.publish;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;

/** Re-reads rows from Postgres on request. */
public interface Refresh {

    /** The prefix of the logical messages that ask. */
    String PREFIX = "tidemark.refresh";

    /**
     * What partitions a table has.
     *
     * @param topic the table's
     * @param text as {@link io.tidemark.postgres.PartitionTree} has it
     * @param rowsMoved whether rows may have come with a partition, or left with one
     */
    record Partitions(TableName table, String topic, String text, boolean rowsMoved) {}

    /**
     * A row as it is now.
     *
     * @param source key and envelope, as for every captured row
     * @param delete whether there is no such row: a tombstone has to follow
     */
    record Reread(SourceRecord source, boolean delete) {}

    /**
     * A transaction is about to be published; what is re-read from now on is read only once Postgres shows it.
     *
     * @param transactionId Postgres' 32 bit transaction id
     */
    void streamed(long transactionId);

    /**
     * Hands over what a request asks for, as Postgres holds it now. Doing it again, after a part was written, is harmless.
     * A request that makes no sense is named in the log, and nothing is handed over.
     *
     * @param request the message's content
     * @param stopped asked now and then: whether to give up
     * @param chunks takes a part; what it throws leaves this call
     * @throws io.tidemark.model.TidemarkException RETRY when Postgres is unavailable or it was stopped; FATAL or USAGE when
     *     Postgres refuses the capture
     */
    void run(String request, BooleanSupplier stopped, Consumer<List<Reread>> chunks) throws InterruptedException;

    /**
     * Hands over rows as Postgres holds them now, as {@link #run} does.
     *
     * @param keys one text for each column of the primary key, in its order
     * @throws io.tidemark.model.TidemarkException as {@link #run} does; FATAL also when the rows cannot be read, or not be
     *     converted: nothing is left out
     */
    void rows(TableName table, Set<List<String>> keys, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException;

    /**
     * Hands over every row of a table, as {@link #rows} does; part by part, so that no session that alters the table waits long.
     */
    void table(TableName table, BooleanSupplier stopped, Consumer<List<Reread>> chunks) throws InterruptedException;

    /**
     * Hands over the next rows of a table in the order of its key, as {@link #table} does with all.
     *
     * @param from the first key, as {@link #rows} has it; empty for the table's first
     * @param rows at most so many
     * @return the key behind them; empty when they are the last
     */
    List<String> part(
            TableName table, List<String> from, int rows, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException;

    /**
     * The oldest transaction that runs now, with its epoch.
     *
     * @throws io.tidemark.model.TidemarkException as {@link #run} does
     */
    long oldestTransaction();

    /**
     * Compares the partitions that a message tells of with what is known.
     *
     * @param known by table, the partitions whose rows are in the topics
     * @return empty for a table that is not mapped
     */
    Optional<Partitions> partitions(PartitionsMessage message, Map<String, String> known);
}
