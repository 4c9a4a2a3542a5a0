package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the catalog has it.
 *
 * @param name its name
 * @param columns its columns by name, in their order
 * @param primaryKey the key's columns in the key's order, without those it only includes; empty when there is none
 * @param replicaIdentity what the log says of a row that is changed or deleted
 * @param traits what is unusual about it
 * @param partitioning what there is to say of its partitions, or of what it is a partition of
 */
public record Table(
        TableName name,
        Map<String, Column> columns,
        List<String> primaryKey,
        ReplicaIdentity replicaIdentity,
        Set<Trait> traits,
        Partitioning partitioning) {

    /** What identifies the old row in the log. */
    public enum ReplicaIdentity {
        /** Its primary key. */
        PRIMARY_KEY,
        /** All its columns. */
        FULL,
        /** Some other index, or nothing. */
        OTHER
    }

    /** What keeps a table from being captured, or from being read. */
    public enum Trait {
        /** A view or a foreign table. */
        NOT_ORDINARY,
        /** Its rows are in its partitions; it is published as one table. */
        PARTITIONED,
        /** It is a partition of another table. */
        PARTITION,
        /** Unlogged or temporary: its changes are not in the log. */
        NOT_LOGGED,
        /** Other tables inherit from it: their rows are among its own, and their changes are not. */
        INHERITED,
        /** Its primary key is DEFERRABLE: Postgres does not take it as an identity. */
        DEFERRABLE_KEY,
        /** Its identity is FULL and it has generated columns, which this server does not publish: it refuses UPDATE and DELETE. */
        UNPUBLISHED_IDENTITY,
        /** This role has no SELECT on it. */
        UNREADABLE,
        /** Row security applies to this role. */
        ROW_SECURITY
    }

    /**
     * How a table hangs together with others by partitioning.
     *
     * @param ancestors the tables whose partition it is, on every level
     * @param unusual its partitions that are not as partitions usually are: ordinary, logged, identified by the primary key
     */
    public record Partitioning(List<TableName> ancestors, List<Partition> unusual) {

        /** Of a table without partitions that is no partition. */
        static final Partitioning NONE = new Partitioning(List.of(), List.of());

        public Partitioning {
            ancestors = List.copyOf(ancestors);
            unusual = List.copyOf(unusual);
        }
    }

    /** A partition that holds rows; each has an identity of its own. */
    public record Partition(TableName name, ReplicaIdentity replicaIdentity, Set<Trait> traits) {

        public Partition {
            traits = Set.copyOf(traits);
        }
    }

    /** A table that is not partitioned. */
    public Table(
            TableName name,
            Map<String, Column> columns,
            List<String> primaryKey,
            ReplicaIdentity replicaIdentity,
            Set<Trait> traits) {
        this(name, columns, primaryKey, replicaIdentity, traits, Partitioning.NONE);
    }

    public Table {
        traits = traits.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(traits));
    }

    /** The same, seen by a role that may read all of it. */
    public Table readable() {
        Set<Trait> rest = EnumSet.noneOf(Trait.class);
        rest.addAll(traits);
        rest.remove(Trait.UNREADABLE);
        rest.remove(Trait.ROW_SECURITY);
        return new Table(name, columns, primaryKey, replicaIdentity, rest, partitioning);
    }

    /** Whether one of the columns is generated. */
    boolean hasGenerated(Collection<String> names) {
        return names.stream()
                .map(columns::get)
                .anyMatch(column -> column != null && column.generated() != Column.Generated.NO);
    }

    /** Whether all columns identify the old row, in the table or in one of its partitions. */
    boolean isFullSomewhere() {
        return replicaIdentity == ReplicaIdentity.FULL
                || partitioning.unusual().stream()
                        .anyMatch(partition -> partition.replicaIdentity() == ReplicaIdentity.FULL);
    }
}
