package io.tidemark.lab.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestLineTest {

    private static final String START = "message: transactional: 1 prefix: tidemark.refresh, sz: 38 content:";

    @Test
    void keys_of_one_and_of_several_columns_are_spelled_as_in_the_histories() {
        assertThat(RequestLine.parse(START + "{\"table\": \"users\", \"keys\": [\"1\", [\"2\"]]}"))
                .isEqualTo(new RequestLine("public.users", Set.of("1", "2"), "", ""));
        assertThat(RequestLine.parse(START + "{\"table\": \"public.follows\", \"keys\": [[\"1\", \"2\"]]}")
                        .keys())
                .containsExactly("1→2");
    }

    @Test
    void a_range_may_be_open() {
        RequestLine range = RequestLine.parse(START + "{\"table\": \"follows\", \"from\": [\"1\", \"0\"]}");
        assertThat(range.isRange()).isTrue();
        assertThat(range.from()).isEqualTo("1→0");
        assertThat(range.to()).isEmpty();
    }

    @Test
    void other_messages_are_no_requests() {
        assertThat(RequestLine.isRequest(START + "{}")).isTrue();
        assertThat(RequestLine.isRequest("message: transactional: 0 prefix: tidemark.heartbeat, sz: 1 content:x"))
                .isFalse();
    }
}
