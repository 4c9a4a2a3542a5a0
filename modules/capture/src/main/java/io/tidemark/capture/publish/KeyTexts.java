package io.tidemark.capture.publish;

import io.tidemark.capture.column.PostgresTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The columns of a captured record's key as Postgres reads them: what a request to refresh names a row with. Pure. */
final class KeyTexts {

    private static final Pattern ISO = Pattern.compile("([+-]?)(\\d{4,})(-\\d\\d-\\d\\dT.*)");

    private KeyTexts() {}

    /** One text for each column, in the order of the key. */
    static List<String> of(Struct key) {
        List<String> texts = new ArrayList<>();
        for (Field column : key.schema().fields()) {
            texts.add(text(column.schema().name(), key.get(column)));
        }
        return texts;
    }

    private static String text(@Nullable String type, Object value) {
        if (io.debezium.time.Date.SCHEMA_NAME.equals(type)) {
            return PostgresTime.dateText((Integer) value);
        }
        String text = value.toString();
        return isIsoTime(type) ? postgresYear(text) : text;
    }

    private static boolean isIsoTime(@Nullable String type) {
        return io.debezium.time.IsoTimestamp.SCHEMA_NAME.equals(type)
                || io.debezium.time.ZonedTimestamp.SCHEMA_NAME.equals(type);
    }

    /** ISO 8601 counts years through zero and signs them beyond 9999; Postgres writes BC, and no sign. */
    private static String postgresYear(String text) {
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            return text;
        }
        int year = Integer.parseInt(iso.group(2));
        boolean before = iso.group(1).equals("-") || year == 0;
        return before ? String.format(Locale.ROOT, "%04d%s BC", year + 1, iso.group(3)) : iso.group(2) + iso.group(3);
    }
}
