package io.tidemark.reconciler.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.reconciler.adopt.Adoption.Edges;
import io.tidemark.reconciler.adopt.Adoption.Nodes;
import io.tidemark.reconciler.adopt.Listing.Entry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdoptionTest {

    private static final TableName USERS = TableName.parse("public.users");
    private static final TableName FOLLOWS = TableName.parse("public.follows");
    private static final Listing NONE = new KeyListing(1).listing();
    private static final Listing THREE = new Listing(3, List.of());

    @Test
    void everything_is_counted_and_the_first_keys_are_named() {
        KeyListing keys = new KeyListing(2);
        keys.add(Arrays.asList((Object) null), "NULL", 1);
        keys.add(List.of(7.0), "FLOAT", 1);
        keys.add(List.of("a"), "STRING", 1);
        keys.add(Arrays.asList((Object) null), "NULL", 4);
        Listing listing = keys.listing();
        assertThat(listing.elements()).isEqualTo(7);
        assertThat(listing.keys())
                .containsExactly(new Entry(List.of("null"), "NULL", 5), new Entry(List.of("7.0"), "FLOAT", 1));
        assertThat(listing.unnamed()).isEqualTo(1);
        assertThat(listing.none()).isFalse();
        assertThat(NONE.none()).isTrue();
    }

    @Test
    void what_is_left_names_the_constraint_that_duplicates_keep_from_being_made() {
        assertThat(nodes(THREE, NONE, "tidemark_User_id"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .isEqualTo("3 nodes with the label User have a key that another node has too, so constraint"
                                + " tidemark_User_id cannot be made"));
        assertThat(nodes(THREE, NONE, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .isEqualTo("3 nodes with the label User have a key that another node has too"));
        assertThat(nodes(NONE, THREE, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .isEqualTo(
                                "3 nodes with the label User have a key that no row of public.users can have, whose type is"
                                        + " bigint"));
        assertThat(nodes(NONE, NONE, "")).isEmpty();
    }

    @Test
    void a_graph_that_knows_the_key_under_another_name_is_told_so() {
        Listing keyless = new Listing(3, List.of(new Entry(List.of("null"), "NULL", 3)));
        assertThat(new Nodes(USERS, "User", 0, 0, NONE, keyless, "").problems("id", "bigint"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what())
                            .isEqualTo("none of the 3 nodes with the label User has the property id, by which a row's"
                                    + " node is found");
                    assertThat(problem.fix()).contains("under another name");
                });
        String some = "3 nodes with the label User have a key that no row of public.users can have";
        assertThat(nodes(NONE, keyless, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).startsWith(some));
        Listing mixed = new Listing(3, List.of(new Entry(List.of("null"), "NULL", 2)));
        assertThat(new Nodes(USERS, "User", 0, 0, NONE, mixed, "").problems("id", "bigint"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).startsWith(some));
    }

    @Test
    void copies_and_strays_are_left_to_a_person() {
        assertThat(new Edges(FOLLOWS, "FOLLOWS", THREE, 1, 0).problems())
                .extracting(Problem::what)
                .containsExactly(
                        "3 relationships of type FOLLOWS have the same ends as another, and public.follows has one row"
                                + " for both",
                        "1 of the relationships of type FOLLOWS have an end without the label that the mapping has"
                                + " there");
        assertThat(new Edges(FOLLOWS, "FOLLOWS", NONE, 0, 0).problems()).isEmpty();
    }

    private static List<Problem> nodes(Listing duplicates, Listing unfit, String refused) {
        return new Nodes(USERS, "User", 0, 9, duplicates, unfit, refused).problems("id", "bigint");
    }
}
