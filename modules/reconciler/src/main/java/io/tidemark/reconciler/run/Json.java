package io.tidemark.reconciler.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON as the reconciler keeps and prints it: a document is a record, and its fields are the record's components. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // they are no components
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    /** A document in one line. */
    public static String line(Object document) {
        return write(MAPPER.writer(), document);
    }

    /** A document in one line that holds nothing but ASCII, for places whose encoding is another's. */
    public static String ascii(Object document) {
        return write(MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII), document);
    }

    /** A document over several lines, for people too. */
    public static String page(Object document) {
        return write(INDENTED, document);
    }

    private static String write(ObjectWriter writer, Object document) {
        try {
            return writer.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts, numbers and times is always JSON", e);
        }
    }

    /**
     * A document that was written before.
     *
     * @throws JsonProcessingException when the text is none of this type
     */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }
}
