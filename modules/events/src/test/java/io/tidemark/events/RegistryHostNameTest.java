package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS whose certificate is trusted, and is the host's or another's. */
final class RegistryHostNameTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void a_certificate_of_this_host_is_accepted() throws Exception {
        assertThatCode(() -> ask("ip:127.0.0.1,dns:localhost", Map.of())).doesNotThrowAnyException();
    }

    @Test
    void a_certificate_of_another_host_is_refused_unless_that_is_asked_for() throws Exception {
        assertThatThrownBy(() -> ask("dns:elsewhere.example", Map.of())).hasMessageContaining("cannot be reached");
        assertThatCode(() -> ask(
                        "dns:elsewhere.example",
                        Map.of("schema.registry.ssl.endpoint.identification.algorithm", "none")))
                .doesNotThrowAnyException();
    }

    private void ask(String names, Map<String, String> more) throws Exception {
        Path store = certificate(names);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/", exchange -> {
            byte[] answer = "{\"compatibilityLevel\":\"BACKWARD\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            Map<String, String> properties = new HashMap<>(more);
            properties.put("schema.registry.ssl.truststore.location", store.toString());
            properties.put("schema.registry.ssl.truststore.type", "PKCS12");
            properties.put("schema.registry.ssl.truststore.password", PASSWORD);
            RegistryCheck.run(new RegistrySettings(
                    "https://127.0.0.1:" + server.getAddress().getPort(), properties));
        } finally {
            server.stop(0);
        }
    }

    private Path certificate(String names) throws IOException {
        Path store = Files.createTempDirectory(folder, "certificate").resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=" + names,
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.onExit().join().exitValue()).as(said).isZero();
        return store;
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
