package io.tidemark.reconciler.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both sides in numbers. What is null could not be found out, or is not there; {@code unknown} says why of all that could
 * not. The sides are counted one after the other: under live writes a difference is no drift, verify tells.
 *
 * @param at when it was begun
 * @param prefix the pipeline's
 * @param tables each mapped table, in the order of the mapping
 * @param namedReferences nodes whose row is missing but that an edge names
 * @param abandonedReferences nodes whose row is missing and that nothing names; the sink leaves none
 * @param tidemark how far the graph is; null when it does not say
 * @param hold why the sink is kept waiting; null when it is not
 * @param written how far Postgres' log is written, as Postgres prints it
 * @param lagBytes log that the graph does not have yet
 * @param lagSeconds since the last commit that the graph has; 0 when no log is behind it
 * @param slot the replication slot; null when there is none
 * @param deadLetters records that could not be applied, each once
 * @param unknown what could not be found out
 */
public record StatsResult(
        Instant at,
        String prefix,
        List<TableCount> tables,
        @Nullable Long namedReferences,
        @Nullable Long abandonedReferences,
        @Nullable Position tidemark,
        @Nullable String hold,
        @Nullable String written,
        @Nullable Long lagBytes,
        @Nullable Double lagSeconds,
        @Nullable Slot slot,
        @Nullable Long deadLetters,
        List<Unknown> unknown) {

    public StatsResult {
        tables = List.copyOf(tables);
        unknown = List.copyOf(unknown);
    }

    /** Whether everything could be found out. */
    public boolean complete() {
        return unknown.isEmpty();
    }

    /**
     * A table on both sides.
     *
     * @param table with its schema
     * @param element its label or relationship type
     * @param rows that count as present, counted one by one
     * @param elements nodes with the label, or relationships of the type
     */
    public record TableCount(
            String table,
            String element,
            @Nullable Long rows,
            @Nullable Long elements) {}

    /**
     * The tidemark.
     *
     * @param lsn as Postgres prints it
     * @param committedAt by Postgres' clock
     * @param appliedAt by Neo4j's clock
     */
    public record Position(String lsn, Instant committedAt, Instant appliedAt) {}

    /**
     * The replication slot.
     *
     * @param active whether somebody reads it
     * @param walStatus as Postgres says; null while the slot is being made
     * @param retainedBytes log that is kept for it
     */
    public record Slot(
            String name, boolean active, @Nullable String walStatus, long retainedBytes) {}

    /**
     * Something that could not be found out.
     *
     * @param figure in words, for example {@code rows of public.users}
     * @param reason one line
     */
    public record Unknown(String figure, String reason) {}
}
