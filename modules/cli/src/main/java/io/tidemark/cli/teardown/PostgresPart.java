package io.tidemark.cli.teardown;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Backend;
import io.tidemark.postgres.CaptureLock;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.HandMade;
import io.tidemark.postgres.Publication;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Slot and publication, and what an administrator changed for them. */
final class PostgresPart implements Part {

    private static final String PERMISSION_DENIED = "42501";
    private static final String NOT_FOUND = "42704";

    private final ReconcilerSettings settings;
    private final String slot;
    private final Connection connection;

    PostgresPart(ReconcilerSettings settings) {
        this.settings = settings;
        this.slot = ReplicationSlot.nameFor(settings.prefix());
        this.connection = Connections.open(settings.database());
    }

    /** Work with the connection. */
    @FunctionalInterface
    private interface Work<T> {

        T run() throws SQLException;
    }

    @Override
    public List<String> running() {
        return sql(() -> {
            List<String> running = new ArrayList<>();
            Optional<ReplicationSlot> found = ReplicationSlot.find(connection, slot)
                    .filter(each -> each.activeProcess() != 0)
                    .filter(each ->
                            each.ofAnother(settings.database().database()).isEmpty());
            if (found.isPresent()) {
                running.add("replication slot " + slot + " is read by "
                        + Backend.describe(connection, found.get().activeProcess()));
            }
            Optional<Integer> holder = CaptureLock.holder(connection, slot);
            if (holder.isPresent()) {
                running.add("a capture runs: its lock is held by " + Backend.describe(connection, holder.get()));
            }
            return running;
        });
    }

    @Override
    public void claim() {
        if (!sql(() -> CaptureLock.take(connection, slot))) {
            throw new TidemarkException(Category.USAGE, "a capture of " + settings.prefix() + " has just started");
        }
    }

    @Override
    public List<Thing> things() {
        return sql(() -> {
            List<Thing> things = new ArrayList<>();
            things.add(slot());
            things.add(publication());
            for (HandMade each :
                    HandMade.identities(connection, settings.mapping().tables())) {
                things.add(Thing.byHand(
                        Made.IDENTITY, "FULL of " + each.name(), "if it was set for Tidemark: " + each.statement()));
            }
            for (HandMade each : HandMade.roles(connection)) {
                things.add(Thing.byHand(
                        Made.ROLE, each.name(), "if no other pipeline uses it, in each database: " + each.statement()));
            }
            for (HandMade each : HandMade.settings(connection, slot)) {
                things.add(Thing.byHand(
                        Made.SERVER_SETTING, each.name(), "if it was set for Tidemark: " + each.statement()));
            }
            return things;
        });
    }

    private Thing slot() throws SQLException {
        Optional<ReplicationSlot> found = ReplicationSlot.find(connection, slot);
        Optional<Problem> another =
                found.flatMap(each -> each.ofAnother(settings.database().database()));
        if (another.isPresent()) {
            return Thing.staying(Made.SLOT, slot, another.get().what());
        }
        return found.map(each -> Thing.going(
                        Made.SLOT,
                        slot,
                        "as a role with REPLICATION: SELECT pg_drop_replication_slot('" + slot + "')",
                        this::dropSlot))
                .orElseGet(() -> Thing.absent(Made.SLOT, slot));
    }

    private void dropSlot() {
        sql(() -> {
            try {
                ReplicationSlot.drop(connection, slot);
            } catch (SQLException e) {
                if (!NOT_FOUND.equals(e.getSQLState())) {
                    throw e;
                }
            }
            return true;
        });
    }

    private Thing publication() throws SQLException {
        Publication publication = new Publication(connection, slot);
        return publication.exists()
                ? Thing.going(
                        Made.PUBLICATION,
                        slot,
                        "as its owner: " + publication.dropStatement(),
                        () -> sql(() -> {
                            publication.drop();
                            return "";
                        }))
                : Thing.absent(Made.PUBLICATION, slot);
    }

    private static <T> T sql(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new TidemarkException(
                    PERMISSION_DENIED.equals(e.getSQLState()) ? Category.USAGE : Category.FATAL,
                    "Postgres failed: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        sql(() -> {
            connection.close();
            return true;
        });
    }
}
