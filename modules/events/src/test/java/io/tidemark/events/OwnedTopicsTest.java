package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which topics of a broker are a pipeline's. */
final class OwnedTopicsTest {

    private static final TopicNames NAMES = new TopicNames("shop");

    private static OwnedTopics of(String... all) {
        return OwnedTopics.of(
                Set.of(all), NAMES, Set.of(TableName.parse("public.users")), "shop.public.former"::equals);
    }

    @Test
    void the_layout_what_a_capture_has_written_and_what_streams_has_made() {
        OwnedTopics owned = of(
                "shop.public.users",
                "shop.progress",
                "shop.public.former",
                "shop-sink-graph-changelog",
                "shop-sink-x-repartition");
        assertThat(owned.present())
                .containsExactly(
                        "shop-sink-graph-changelog",
                        "shop-sink-x-repartition",
                        "shop.progress",
                        "shop.public.former",
                        "shop.public.users");
        assertThat(owned.missing())
                .contains("shop.schemas", "shop.dead-letters")
                .doesNotContain("shop.progress");
        assertThat(owned.unknown()).isEmpty();
    }

    @Test
    void not_what_only_begins_so() {
        OwnedTopics owned = of("shop.orders.v1", "shop-sink-orders", "shop", "shopping.public.users", "shop2.progress");
        assertThat(owned.present()).isEmpty();
        assertThat(owned.unknown()).containsExactly("shop.orders.v1");
    }
}
