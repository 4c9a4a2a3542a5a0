package io.tidemark.events;

import java.util.HexFormat;
import java.util.function.Function;

/** Turns the text form of an array's elements into the graph's values; the types are those of {@code pg_type}. */
final class ElementTexts {

    private ElementTexts() {}

    /** The reader for a type. */
    static Function<String, Object> reader(String type) {
        return switch (type) {
            case "bool" -> text -> text.equals("t");
            case "int2", "int4", "int8" -> Long::valueOf;
            case "float4" -> text -> (double) Float.parseFloat(text);
            case "float8" -> Double::valueOf;
            case "date" -> Temporals::dateOfText;
            case "time" -> Temporals::timeOfText;
            case "timestamp" -> Temporals::timestampOfText;
            case "timestamptz" -> Temporals::zonedTimestampOfText;
            case "interval" -> Intervals::parse;
            case "bytea" -> text -> HexFormat.of().parseHex(text.substring("\\x".length()));
            // text, varchar, bpchar, uuid, numeric, json, jsonb, inet and any enum are their text
            default -> text -> text;
        };
    }
}
