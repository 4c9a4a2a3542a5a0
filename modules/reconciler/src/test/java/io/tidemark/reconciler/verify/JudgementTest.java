package io.tidemark.reconciler.verify;

import static io.tidemark.reconciler.verify.Users.absentRow;
import static io.tidemark.reconciler.verify.Users.element;
import static io.tidemark.reconciler.verify.Users.key;
import static io.tidemark.reconciler.verify.Users.reference;
import static io.tidemark.reconciler.verify.Users.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.postgres.RowLookup.Row;
import io.tidemark.reconciler.verify.Drift.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static Optional<Drift> judge(@Nullable Row row, Element... elements) {
        return Judgement.of(Users.TABLE, key(1), row, List.of(elements));
    }

    private static Optional<Kind> kind(@Nullable Row row, Element... elements) {
        return judge(row, elements).map(Drift::kind);
    }

    @Test
    void a_row_and_its_element_are_no_drift() {
        assertThat(judge(row("7", "alice"), element(1, "alice"))).isEmpty();
    }

    @Test
    void no_row_and_no_element_are_no_drift() {
        assertThat(judge(null)).isEmpty();
        assertThat(judge(absentRow("7", "alice"))).isEmpty();
    }

    @Test
    void a_row_without_an_element_is_missing() {
        assertThat(judge(row("7", "alice")))
                .contains(new Drift(Users.TABLE, Kind.MISSING, key(1), List.of("alice"), null, 0));
    }

    @Test
    void a_row_with_a_mere_reference_is_missing() {
        assertThat(kind(row("7", "alice"), reference(1, "alice"))).contains(Kind.MISSING);
    }

    @Test
    void an_element_without_a_row_is_extra() {
        assertThat(judge(null, element(1, "alice")))
                .contains(new Drift(Users.TABLE, Kind.EXTRA, key(1), null, List.of("alice"), 1));
        assertThat(kind(absentRow("7", "alice"), element(1, "alice"))).contains(Kind.EXTRA);
    }

    @Test
    void properties_that_are_left_on_a_reference_are_extra() {
        assertThat(kind(null, reference(1, "alice"))).contains(Kind.EXTRA);
    }

    @Test
    void an_element_with_another_property_is_different() {
        assertThat(judge(row("7", "alice"), element(1, "alicia")))
                .contains(new Drift(Users.TABLE, Kind.DIFFERENT, key(1), List.of("alice"), List.of("alicia"), 1));
        assertThat(kind(row("7", "alice"), element(1, null))).contains(Kind.DIFFERENT);
        assertThat(kind(row("7", null), element(1, "alice"))).contains(Kind.DIFFERENT);
    }

    @Test
    void one_element_too_many_is_extra_though_all_are_as_the_row() {
        assertThat(judge(row("7", "alice"), element(1, "a", "alice"), element(1, "b", "alice")))
                .contains(new Drift(Users.TABLE, Kind.EXTRA, key(1), List.of("alice"), List.of("alice"), 2));
    }

    @Test
    void of_several_elements_the_one_that_differs_is_shown() {
        assertThat(judge(row("7", "alice"), element(1, "a", "alice"), element(1, "b", "alicia")))
                .contains(new Drift(Users.TABLE, Kind.DIFFERENT, key(1), List.of("alice"), List.of("alicia"), 2));
    }

    @Test
    void values_are_the_same_only_in_the_same_type() {
        assertThat(Properties.same(List.of(7L), List.of("7"))).isFalse();
        assertThat(Properties.same(List.of(new byte[] {1, 2}), List.of(new byte[] {1, 2})))
                .isTrue();
        assertThat(Properties.same(List.of(List.of(new byte[] {1})), List.of(List.of(new byte[] {2}))))
                .isFalse();
        assertThat(Properties.same(List.of(1L), List.of(1L, 2L))).isFalse();
    }
}
