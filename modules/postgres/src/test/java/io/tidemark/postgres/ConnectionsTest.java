package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {

    @Test
    void a_server_that_says_nothing_is_away() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DatabaseUrl url =
                    DatabaseUrl.parse("postgres://user:secret@127.0.0.1:" + silent.getLocalPort() + "/database");
            long start = System.nanoTime();
            assertThatThrownBy(() -> Connections.open(url, "1", true))
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.RETRY))
                    .hasMessageContaining("cannot be reached")
                    .hasMessageNotContaining("secret");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
