package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;

/** Says which app does not run, as far as Postgres can tell. */
public final class Diagnosis {

    private final Endpoints sides;

    public Diagnosis(Endpoints sides) {
        this.sides = sides;
    }

    /** Who is missing, with the command that starts it. */
    String whoIsMissing() {
        String slot = ReplicationSlot.nameFor(sides.settings().prefix());
        try (Connection connection = sides.connect()) {
            return ReplicationSlot.find(connection, slot)
                    .map(found -> found.activeProcess() == 0
                            ? "no capture reads slot " + slot + ": start ./tidemark capture"
                            : "a capture reads slot " + slot + ", so look at the sink: ./tidemark sink, and its log")
                    .orElse("there is no slot " + slot + ", so no capture has run: start ./tidemark capture");
        } catch (SQLException | TidemarkException e) {
            return "see that ./tidemark capture and ./tidemark sink run";
        }
    }
}
