package io.tidemark.reconciler.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.GraphClear.Staying;
import io.tidemark.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClearPartTest {

    private static final TableName USERS = TableName.parse("public.users");
    private static final Staying NONE = new Staying(0, 0, 0, 0, 0);

    @Test
    void what_is_left_is_named_with_its_reasons() {
        assertThat(new Clear.Part(USERS, "User", 7, new Staying(3, 0, 1, 0, 2), 4).left())
                .containsExactly(
                        "3 User nodes stay as references with their key, because others use them: 1 have relationships, 2"
                                + " have properties that are not mapped",
                        "4 elements with User are left as they are: a reference label is missing, so they are not"
                                + " Tidemark's");
        assertThat(new Clear.Part(USERS, "User", 7, NONE, 0).left()).isEmpty();
    }

    @Test
    void nodes_that_only_stay_leave_nothing_to_do_unless_they_carry_something_of_a_row() {
        Clear.Part bare = new Clear.Part(USERS, "User", 0, new Staying(3, 0, 3, 0, 0), 1);
        Clear.Part carrying = new Clear.Part(USERS, "User", 0, new Staying(3, 1, 3, 0, 0), 1);
        assertThat(new Clear.Plan(List.of(bare)).isNothing()).isTrue();
        assertThat(new Clear.Plan(List.of(bare, carrying)).isNothing()).isFalse();
        assertThat(new Clear.Plan(List.of(new Clear.Part(USERS, "User", 1, NONE, 0))).isNothing())
                .isFalse();
    }
}
