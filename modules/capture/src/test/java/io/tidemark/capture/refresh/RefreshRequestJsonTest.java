package io.tidemark.capture.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RefreshRequestJsonTest {

    private static final TableName FOLLOWS = TableName.parse("public.follows");
    private static final TableName USERS = TableName.parse("public.users");

    private static RefreshRequest parse(String text) throws RefusedRequestException {
        return RefreshRequestJson.parse(text.replace('\'', '"'), Set.of(USERS, FOLLOWS));
    }

    private static void refuses(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining(why)
                .hasMessageMatching("[^\\n]+");
    }

    @Test
    void reads_keys_of_several_columns_each_once() throws RefusedRequestException {
        assertThat(parse("{'table':'public.follows','keys':[['a','b'],['c','d'],['a','b']]}"))
                .isEqualTo(new RefreshRequest.Keys(FOLLOWS, Set.of(List.of("a", "b"), List.of("c", "d"))));
    }

    @Test
    void reads_plain_values_as_keys_of_one_column() throws RefusedRequestException {
        assertThat(parse("{'table':'users','keys':['a',7,true,1.50,12345678901234567890]}"))
                .isEqualTo(new RefreshRequest.Keys(
                        USERS,
                        Set.of(
                                List.of("a"),
                                List.of("7"),
                                List.of("true"),
                                List.of("1.50"),
                                List.of("12345678901234567890"))));
    }

    @Test
    void reads_a_range_that_is_open_at_either_end() throws RefusedRequestException {
        assertThat(parse("{'table':'follows','from':['a','b'],'to':['c','d']}"))
                .isEqualTo(new RefreshRequest.Range(FOLLOWS, List.of("a", "b"), List.of("c", "d")));
        assertThat(parse("{'table':'users','from':'a'}"))
                .isEqualTo(new RefreshRequest.Range(USERS, List.of("a"), List.of()));
        assertThat(parse("{'table':'users','to':5,'from':null}"))
                .isEqualTo(new RefreshRequest.Range(USERS, List.of(), List.of("5")));
        assertThat(parse("{'table':'users'}")).isEqualTo(new RefreshRequest.Range(USERS, List.of(), List.of()));
    }

    @Test
    void refuses_what_it_does_not_understand_in_one_line() {
        refuses("", "no JSON object");
        refuses("nonsense", "no JSON");
        refuses("{'table':'users'", "no JSON");
        refuses("{'table':'users'} {}", "no JSON");
        refuses("{'table':'users','table':'follows'}", "no JSON");
        refuses("[".repeat(5_000), "no JSON");
        refuses("[]", "no JSON object");
        refuses("{}", "names no table");
        refuses("{'table':7}", "names no table");
        refuses("{'table':'a.b.c'}", "is not a table name");
        refuses("{'table':'passwords'}", "'passwords' is not captured; those that are: [public.follows, public.users]");
        refuses("{'table':'line\\nbreak'}", "'line break' is not captured");
        refuses("{'table':'users','key':['a']}", "a field 'key'");
        refuses("{'table':'users','keys':'a'}", "keys is no array");
        refuses("{'table':'users','keys':null}", "keys is no array");
        refuses("{'table':'users','keys':[null]}", "a key holds null");
        refuses("{'table':'users','keys':[[]]}", "a key is empty");
        refuses("{'table':'users','keys':[[['a']]]}", "more than plain values");
        refuses("{'table':'users','keys':[{'id':'a'}]}", "more than plain values");
        refuses("{'table':'users','keys':['a'],'from':'b'}", "keys and a range");
    }

    @Test
    void refuses_more_than_ten_thousand_keys() throws RefusedRequestException {
        String key = "'a'";
        assertThat(parse("{'table':'users','keys':[" + String.join(",", Collections.nCopies(10_000, key)) + "]}"))
                .isNotNull();
        refuses(
                "{'table':'users','keys':[" + String.join(",", Collections.nCopies(10_001, key)) + "]}",
                "10001 keys, more than 10000");
    }

    @Test
    void a_key_has_a_value_for_each_column() throws RefusedRequestException {
        List<String> columns = List.of("follower_id", "following_id");
        parse("{'table':'follows','from':['a','b']}").requireColumns(columns);
        parse("{'table':'follows','keys':[]}").requireColumns(columns);
        for (String request : List.of(
                "{'table':'follows','keys':[['a','b'],['a']]}",
                "{'table':'follows','keys':['a']}",
                "{'table':'follows','to':['a','b','c']}")) {
            assertThatThrownBy(() -> parse(request).requireColumns(columns))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContaining("the primary key of public.follows is follower_id, following_id");
        }
    }
}
