package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;

/** Says which app does not run, as far as Postgres can tell. */
final class MissingApp {

    private MissingApp() {}

    /** Which one is missing, with the command that starts it. */
    static String of(Endpoints endpoints) {
        String slot = ReplicationSlot.nameFor(endpoints.settings().prefix());
        try (Connection connection = endpoints.connect()) {
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
