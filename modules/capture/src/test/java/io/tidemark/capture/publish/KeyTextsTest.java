package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTextsTest {

    private static String text(Schema type, Object value) {
        Schema key = SchemaBuilder.struct().field("k", type).build();
        return KeyTexts.of(new Struct(key).put("k", value)).get(0);
    }

    @Test
    void the_columns_keep_their_order() {
        Schema key = SchemaBuilder.struct()
                .field("b", Schema.INT64_SCHEMA)
                .field("a", Schema.STRING_SCHEMA)
                .field("c", Schema.BOOLEAN_SCHEMA)
                .build();
        assertThat(KeyTexts.of(new Struct(key).put("b", 7L).put("a", "x").put("c", true)))
                .isEqualTo(List.of("7", "x", "true"));
    }

    @ParameterizedTest
    @CsvSource({"0,1970-01-01", "-719163,0001-12-31 BC", "2147483647,infinity", "-2147483648,-infinity"})
    void dates_are_written_as_postgres_reads_them(int epochDay, String text) {
        assertThat(text(io.debezium.time.Date.schema(), epochDay)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-02-03T04:05:06.000007Z,2020-02-03T04:05:06.000007Z",
        "+10000-01-01T00:00:00Z,10000-01-01T00:00:00Z",
        "-0043-01-01T00:00:00Z,0044-01-01T00:00:00Z BC",
        "0000-01-01T00:00:00Z,0001-01-01T00:00:00Z BC",
        "infinity,infinity"
    })
    void timestamps_are_written_as_postgres_reads_them(String iso, String text) {
        assertThat(text(io.debezium.time.IsoTimestamp.schema(), iso)).isEqualTo(text);
    }
}
