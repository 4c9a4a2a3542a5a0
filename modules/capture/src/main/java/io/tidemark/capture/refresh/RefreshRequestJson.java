package io.tidemark.capture.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.capture.json.CaptureJson;
import io.tidemark.model.TableName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads requests, whoever wrote them. Pure. */
final class RefreshRequestJson {

    static final int MAX_KEYS = 10_000;

    private static final int MAX_CHARACTERS = 8 * 1024 * 1024;
    private static final Set<String> FIELDS = Set.of("table", "keys", "from", "to");

    private RefreshRequestJson() {}

    /**
     * Reads one request.
     *
     * @param tables the captured ones
     */
    static RefreshRequest parse(String text, Set<TableName> tables) throws RefusedRequestException {
        if (text.length() > MAX_CHARACTERS) {
            throw new RefusedRequestException("it has " + text.length() + " characters, more than " + MAX_CHARACTERS
                    + ": ask in smaller parts, or for a range");
        }
        ObjectNode request = object(text);
        for (Map.Entry<String, JsonNode> field : request.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new RefusedRequestException(
                        "it has a field '" + field.getKey() + "': only table, keys, from and to are known");
            }
        }
        TableName table = table(request, tables);
        JsonNode keys = request.path("keys");
        if (keys.isMissingNode()) {
            return new RefreshRequest.Range(table, bound(request, "from"), bound(request, "to"));
        }
        if (request.has("from") || request.has("to")) {
            throw new RefusedRequestException("it has keys and a range: ask for one of them");
        }
        return new RefreshRequest.Keys(table, keys(keys));
    }

    private static ObjectNode object(String text) throws RefusedRequestException {
        try {
            if (CaptureJson.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new RefusedRequestException("it is no JSON object");
        } catch (JsonProcessingException e) {
            throw new RefusedRequestException("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private static TableName table(ObjectNode request, Set<TableName> tables) throws RefusedRequestException {
        JsonNode name = request.path("table");
        if (!name.isTextual()) {
            throw new RefusedRequestException("it names no table, as in \"table\": \"public.users\"");
        }
        try {
            TableName table = TableName.parse(name.asText());
            if (tables.contains(table)) {
                return table;
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedRequestException(String.valueOf(e.getMessage()));
        }
        throw new RefusedRequestException(
                "table '" + name.asText() + "' is not captured; those that are: " + new TreeSet<>(tables));
    }

    private static Set<List<String>> keys(JsonNode keys) throws RefusedRequestException {
        if (!keys.isArray()) {
            throw new RefusedRequestException("keys is no array");
        }
        if (keys.size() > MAX_KEYS) {
            throw new RefusedRequestException("it asks for " + keys.size() + " keys, more than " + MAX_KEYS
                    + ": ask in smaller parts, or for a range");
        }
        Set<List<String>> read = new LinkedHashSet<>();
        for (JsonNode key : keys) {
            read.add(key(key));
        }
        return read;
    }

    private static List<String> bound(ObjectNode request, String field) throws RefusedRequestException {
        return request.hasNonNull(field) ? key(request.get(field)) : List.of();
    }

    private static List<String> key(JsonNode key) throws RefusedRequestException {
        if (!key.isArray()) {
            return List.of(value(key));
        }
        List<String> values = new ArrayList<>(key.size());
        for (JsonNode value : key) {
            values.add(value(value));
        }
        if (values.isEmpty()) {
            throw new RefusedRequestException("a key is empty");
        }
        return List.copyOf(values);
    }

    private static String value(JsonNode value) throws RefusedRequestException {
        if (!value.isValueNode() || value.isNull()) {
            throw new RefusedRequestException("a key holds " + (value.isNull() ? "null" : "more than plain values")
                    + ": write text, a number or a boolean for each column");
        }
        if (value.isBigDecimal()) {
            BigDecimal number = value.decimalValue();
            return Math.abs((long) number.scale()) > 1_000 ? number.toString() : number.toPlainString();
        }
        return value.asText();
    }
}
