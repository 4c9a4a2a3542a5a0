package io.tidemark.reconciler.check;

import io.tidemark.postgres.ServerFacts;
import java.util.List;

/** What is to be said of a Postgres server and of the role that asks it. Pure. */
final class ServerFindings {

    private static final int MESSAGE_FLUSH_VERSION = 17;

    private ServerFindings() {}

    /** @param address the server's, without secrets */
    static List<Finding> of(ServerFacts facts, String address, String role) {
        return List.of(version(facts, address), walLevel(facts), messages(facts, role));
    }

    private static Finding version(ServerFacts facts, String address) {
        String version = "version " + facts.version() + " at " + address;
        if (facts.majorVersion() < ServerFacts.OLDEST_VERSION) {
            return Finding.fail(
                    "postgres", version, "upgrade it: " + ServerFacts.OLDEST_VERSION + " is the oldest that works");
        }
        return facts.standby()
                ? Finding.fail("postgres", version + ", a standby", "point DATABASE_URL at the primary")
                : Finding.ok("postgres", version);
    }

    private static Finding walLevel(ServerFacts facts) {
        return facts.walLevel().equals("logical")
                ? Finding.ok("wal_level", "logical")
                : Finding.fail(
                        "wal_level",
                        facts.walLevel() + ", and nothing can be captured",
                        "ALTER SYSTEM SET wal_level = logical, then restart Postgres");
    }

    private static Finding messages(ServerFacts facts, String role) {
        return facts.emitsMessages()
                ? Finding.ok("postgres messages", "role " + role + " may ask for a refresh")
                : Finding.warn(
                        "postgres messages",
                        "role " + role + " may not emit logical messages: no repair and no backfill",
                        "GRANT EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text"
                                + (facts.majorVersion() >= MESSAGE_FLUSH_VERSION ? ", boolean" : "") + ") TO \""
                                + role + "\"");
    }
}
