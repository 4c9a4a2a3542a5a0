package io.tidemark.lab.chaos.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lab.chaos.judge.Texts;
import io.tidemark.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A request to refresh, as {@code test_decoding} shows it: {@code message: transactional: 1 prefix: tidemark.refresh, sz: 38
 * content:{"table": "users", "keys": ["…"]}}. Only requests that are part of a transaction and make sense; the keys are taken
 * to be spelled as Postgres spells them. Pure.
 *
 * @param table with its schema
 * @param keys those asked for by name, as {@link Texts#key} joins them; empty for a range
 * @param from a range's first key; empty for none
 * @param to the key behind a range's last; empty for none
 */
record RequestLine(String table, Set<String> keys, String from, String to) {

    private static final String START = "message: transactional: 1 prefix: tidemark.refresh, ";
    private static final String CONTENT = "content:";
    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean isRequest(String line) {
        return line.startsWith(START);
    }

    static RequestLine parse(String line) {
        try {
            JsonNode request = JSON.readTree(line.substring(line.indexOf(CONTENT) + CONTENT.length()));
            Set<String> keys = new LinkedHashSet<>();
            request.path("keys").forEach(key -> keys.add(key(key)));
            String table = TableName.parse(request.path("table").asText()).toString();
            return new RequestLine(table, keys, key(request.path("from")), key(request.path("to")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log has a request that is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String key(JsonNode key) {
        List<String> values = new ArrayList<>();
        key.forEach(value -> values.add(value.asText()));
        return values.isEmpty() ? key.asText() : Texts.key(values);
    }

    boolean isRange() {
        return keys.isEmpty();
    }
}
