package io.tidemark.e2e.capture;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.proxy.FaultProxy;
import io.tidemark.e2e.fixture.TrialFixture;
import io.tidemark.lab.chaos.writer.RandomWriter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** I3, I4: bad ways from the capture to Postgres and from the sink to Neo4j lose nothing and repeat nothing. */
@Tag("slow")
final class BadLinkIT {

    @Test
    void cut_refused_slow_and_pulled() throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("bad_link", 31)) {
            fixture.trial().startFromEmptyTables();
            try (RandomWriter writer = fixture.write()) {
                for (Server server : List.of(Server.POSTGRES, Server.NEO4J)) {
                    FaultProxy link = fixture.trial().link(server);
                    TrialFixture.during(1_500);
                    link.cut();
                    TrialFixture.during(2_000);
                    link.refuse();
                    link.cut();
                    TrialFixture.during(2_000);
                    link.heal();
                    link.delay(Duration.ofMillis(50));
                    link.limit(300_000);
                    TrialFixture.during(2_000);
                    link.cut();
                    link.blackHole();
                    TrialFixture.during(3_000);
                    link.heal();
                }
                writer.pause();
            }
            fixture.assertClean();
        }
    }
}
