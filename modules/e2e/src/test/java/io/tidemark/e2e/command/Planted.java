package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Secrets to look for in what is printed. Each holds what no text holds by chance, and characters that a URL encodes. */
final class Planted {

    private static final String MARK = "planted7f3a91";

    static final String DATABASE = MARK + "@/data base";
    static final String KAFKA = MARK + "-kafka";
    static final String REGISTRY = MARK + "-registry";
    static final String NEO4J = MARK + "/graph";
    static final String TRUSTSTORE = MARK + "-truststore";

    /** {@link #DATABASE} as it stands in a URL. */
    static final String DATABASE_IN_URL = MARK + "%40%2Fdata%20base";

    /** {@link #REGISTRY} with a user. */
    static final String REGISTRY_USER = "reader:" + REGISTRY;

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"reader\" password=\"" + KAFKA + "\";";

    private Planted() {}

    /** The settings passed through to the clients, by environment variable. */
    static Map<String, String> ofClients() {
        return Map.of(
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG", JAAS,
                "KAFKA_SSL_TRUSTSTORE_PASSWORD", TRUSTSTORE,
                "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", REGISTRY_USER);
    }

    /** The same settings, each moved into a file that its variable {@code X_FILE} names if it holds something planted. */
    static Map<String, String> mounted(Map<String, String> environment, Path folder) throws IOException {
        Map<String, String> mounted = new HashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getValue().contains(MARK)) {
                Path file = Files.createTempFile(folder, "mounted", "");
                Files.writeString(file, variable.getValue());
                mounted.put(variable.getKey() + "_FILE", file.toString());
            } else {
                mounted.put(variable.getKey(), variable.getValue());
            }
        }
        return mounted;
    }

    /** Neither as they are nor encoded, in whatever case; base64 as HTTP sends it. */
    static void assertNoneIn(String what, String text) {
        List<String> forms = new ArrayList<>(List.of(MARK));
        for (String secret : List.of(DATABASE, KAFKA, REGISTRY, REGISTRY_USER, NEO4J, TRUSTSTORE)) {
            forms.add(Base64.getEncoder()
                    .encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                    .replace("=", "")
                    .toLowerCase(Locale.ROOT));
        }
        assertThat(text).as(what).isNotBlank();
        assertThat(text.toLowerCase(Locale.ROOT).lines())
                .as(what)
                .noneMatch(line -> forms.stream().anyMatch(line::contains));
    }
}
