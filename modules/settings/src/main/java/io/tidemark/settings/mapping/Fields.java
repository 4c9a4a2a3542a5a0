package io.tidemark.settings.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The fields of one YAML map, with complaints about those that are missing, unknown or of the wrong kind. */
final class Fields {

    private static final String HOW_TEXTS = " is written { column: value } or { column: [value, value] }";

    private static final String HOW_NAMES = " is written { value: NAME, value: NAME }, with at least one";

    private final Node place;
    private final String what;
    private final Problems problems;
    private final Map<String, Node> values;

    private Fields(Node place, String what, Problems problems, Map<String, Node> values) {
        this.place = place;
        this.what = what;
        this.problems = problems;
        this.values = values;
    }

    static Fields of(Node node, String what, Problems problems, String... known) {
        Map<String, Node> values = new HashMap<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple pair : map.getValue()) {
                String name = scalar(pair.getKeyNode());
                if (name == null || !List.of(known).contains(name)) {
                    problems.add(
                            pair.getKeyNode(),
                            "'" + name + "' is no field of " + what + ": it has " + String.join(", ", known));
                } else if (values.put(name, pair.getValueNode()) != null) {
                    problems.add(pair.getKeyNode(), name + ": is given twice");
                }
            }
        } else {
            problems.add(node, what + " is written { " + String.join(": …, ", known) + ": … }");
        }
        return new Fields(node, what, problems, values);
    }

    Node place() {
        return place;
    }

    @Nullable
    Node optional(String name) {
        return values.get(name);
    }

    @Nullable
    Node required(String name) {
        Node value = values.get(name);
        if (value == null && place instanceof MappingNode) {
            problems.add(place, what + " needs " + name + ":");
        }
        return value;
    }

    @Nullable
    String text(String name) {
        Node value = required(name);
        return value == null ? null : text(name, value);
    }

    /** A name or a list of names; empty when it is absent or wrong, which is said. */
    List<String> names(String name) {
        Node value = required(name);
        if (value == null) {
            return List.of();
        }
        List<String> names = values(value);
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            problems.add(value, name + " must be a name, or a list of names");
            return List.of();
        }
        return names;
    }

    @Nullable
    String optionalText(String name) {
        Node value = values.get(name);
        return value == null ? null : text(name, value);
    }

    private @Nullable String text(String name, Node value) {
        String text = scalar(value);
        if (text == null || text.isBlank()) {
            problems.add(value, name + " must be a name");
            return null;
        }
        return text;
    }

    /** Whether the node is a map with this field. */
    static boolean has(Node node, String field) {
        return node instanceof MappingNode map
                && map.getValue().stream().anyMatch(pair -> field.equals(scalar(pair.getKeyNode())));
    }

    /** Whether it has one of these. */
    static boolean hasAny(Node node, String... fields) {
        return Stream.of(fields).anyMatch(field -> has(node, field));
    }

    /** The items of a list; none when it is absent. */
    static List<Node> items(@Nullable Node node, Problems problems) {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        problems.add(node, "must be a list: write [ … ] or lines that begin with -");
        return List.of();
    }

    /** A name as itself, or a map of names. */
    static Map<String, String> pairs(Node node, Problems problems) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String name = scalar(node);
        if (name != null) {
            pairs.put(name, name);
        } else if (node instanceof MappingNode map) {
            for (NodeTuple pair : map.getValue()) {
                String column = scalar(pair.getKeyNode());
                String property = scalar(pair.getValueNode());
                if (column == null || property == null) {
                    problems.add(pair.getKeyNode(), "a property is written column or column: property");
                } else {
                    pairs.put(column, property);
                }
            }
        } else {
            problems.add(node, "a property is written column or column: property");
        }
        return pairs;
    }

    /** A map of names, each with a text or a list of texts; empty when it is absent. */
    static Map<String, List<String>> texts(@Nullable Node node, String name, Problems problems) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        if (node instanceof MappingNode map && !map.getValue().isEmpty()) {
            for (NodeTuple pair : map.getValue()) {
                String column = scalar(pair.getKeyNode());
                List<String> values = values(pair.getValueNode());
                if (column == null || values.isEmpty()) {
                    problems.add(pair.getKeyNode(), name + HOW_TEXTS);
                } else {
                    texts.put(column, values);
                }
            }
        } else if (node != null) {
            problems.add(node, name + HOW_TEXTS);
        }
        return texts;
    }

    /** A map of names by value, each value once; empty when it is absent or cannot be read. */
    static Map<String, String> names(@Nullable Node node, Problems problems) {
        Map<String, String> names = new LinkedHashMap<>();
        if (node instanceof MappingNode map && !map.getValue().isEmpty()) {
            for (NodeTuple pair : map.getValue()) {
                String value = scalar(pair.getKeyNode());
                String name = scalar(pair.getValueNode());
                if (value == null || name == null) {
                    problems.add(pair.getKeyNode(), "values" + HOW_NAMES);
                } else if (names.putIfAbsent(value, name) != null) {
                    problems.add(pair.getKeyNode(), "value " + value + " is named twice: name it once");
                }
            }
        } else if (node != null) {
            problems.add(node, "values" + HOW_NAMES);
        }
        return names;
    }

    /** The texts of a list, or of one; none when one of them is something else. */
    private static List<String> values(Node node) {
        List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        List<String> values = new ArrayList<>();
        for (Node item : items) {
            String value = scalar(item);
            if (value == null) {
                return List.of();
            }
            values.add(value);
        }
        return values;
    }

    private static @Nullable String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
