package io.tidemark.cli.teardown;

import java.util.Arrays;
import java.util.List;

/** What a pipeline may have at a place that is not asked, because it does not answer now or is gone for good. */
final class SkippedPart implements Part {

    private final Place place;
    private final String prefix;

    SkippedPart(Place place, String prefix) {
        this.place = place;
        this.prefix = prefix;
    }

    @Override
    public List<Thing> things() {
        return Arrays.stream(Made.values())
                .filter(made -> made.place() == place)
                .map(made -> Thing.skipped(
                        made, "of " + prefix, "when " + place.title() + " answers, run ./tidemark teardown again"))
                .toList();
    }
}
