package io.tidemark.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "users, user",
        "people, person",
        "categories, category",
        "movies, movie",
        "statuses, status",
        "status, status",
        "addresses, address",
        "address, address",
        "boxes, box",
        "houses, house",
        "heroes, hero",
        "news, news",
        "ties, tie",
        "databases, database",
        "s, s"
    })
    void a_table_is_named_after_many_and_a_label_after_one(String table, String label) {
        assertThat(Singular.of(table)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "follower_id, followed_id, FOLLOWS",
        "follower_id, following_id, FOLLOWS",
        "muter, muted, MUTES",
        "blockerId, blockedId, BLOCKS",
        "subscriber_id, subscribed_id, SUBSCRIBES",
        "liker_id, liked_id, LIKES"
    })
    void two_columns_say_who_does_what(String from, String to, String type) {
        assertThat(Verb.between(from, to)).isEqualTo(Optional.of(type));
    }

    @Test
    void two_columns_that_say_something_else_are_no_verb() {
        assertThat(Verb.between("user_id", "post_id")).isEmpty();
        assertThat(Verb.between("owner_id", "user_id")).isEmpty();
    }

    @Test
    void names_in_camel_case_have_the_same_words() {
        assertThat(Words.of("OrderDetails"))
                .isEqualTo(Words.of("order_details"))
                .containsExactly("order", "details");
    }
}
