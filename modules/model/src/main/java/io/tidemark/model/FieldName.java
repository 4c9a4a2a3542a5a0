package io.tidemark.model;

import java.util.regex.Pattern;

/**
 * The field of the topics' Avro records that holds a column. Avro takes letters and digits of ASCII and underscores, no digit first: such a name
 * stays what it is. In any other, each character that Avro does not take is {@code _x}, its code point in at least four hexadecimal
 * digits, and {@code _}, as SQL/XML (ISO 9075-14) writes names; an underscore before an {@code x} is written so, too. Names that are not
 * kept never get the same field; one that is kept may spell the field of another ({@code a_x0020_b} and {@code a b}): setup refuses those.
 * Pure.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-xml.html#FUNCTIONS-XML-MAPPING">Postgres' own use of it</a>
 */
public final class FieldName {

    private static final Pattern KEPT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private FieldName() {}

    /** Whether Avro takes the name as it is. */
    public static boolean isKept(String column) {
        return KEPT.matcher(column).matches();
    }

    /** The field's name. */
    public static String of(String column) {
        if (isKept(column)) {
            return column;
        }
        StringBuilder field = new StringBuilder();
        for (int index = 0; index < column.length(); index += Character.charCount(column.codePointAt(index))) {
            int character = column.codePointAt(index);
            if (isPlain(character, index == 0) && !column.startsWith("_x", index)) {
                field.append((char) character);
            } else {
                field.append("_x%04X_".formatted(character));
            }
        }
        return field.toString();
    }

    private static boolean isPlain(int character, boolean first) {
        return character == '_'
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (!first && character >= '0' && character <= '9');
    }
}
