package io.tidemark.postgres;

import io.tidemark.model.TableName;
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
 */
public record Table(
        TableName name,
        Map<String, Column> columns,
        List<String> primaryKey,
        ReplicaIdentity replicaIdentity,
        Set<Trait> traits) {

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
        /** A view, a foreign or a partitioned table. */
        NOT_ORDINARY,
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

    public Table {
        traits = traits.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(traits));
    }

    /** The same, seen by a role that may read all of it. */
    public Table readable() {
        Set<Trait> rest = EnumSet.noneOf(Trait.class);
        rest.addAll(traits);
        rest.remove(Trait.UNREADABLE);
        rest.remove(Trait.ROW_SECURITY);
        return new Table(name, columns, primaryKey, replicaIdentity, rest);
    }
}
