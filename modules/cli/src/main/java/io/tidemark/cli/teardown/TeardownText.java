package io.tidemark.cli.teardown;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.cli.terminal.TextTable.Column;
import io.tidemark.model.TidemarkException;
import java.util.Arrays;
import java.util.List;

/** A teardown in words, a line for each thing. Pure. */
final class TeardownText {

    private static final TextTable TABLE = TextTable.of(
            Column.left("not there".length()),
            Column.left(TextTable.widest(Arrays.stream(Place.values()).map(Place::title))),
            Column.left(TextTable.widest(Arrays.stream(Made.values()).map(Made::title))),
            Column.left(0));

    private TeardownText() {}

    /** What becomes of a thing. */
    static String line(Thing thing) {
        return line(thing.fate().word(), thing, thing.isGoing() ? "" : thing.note());
    }

    /** A thing that is not there yet. */
    static String missing(Thing thing) {
        return line("make", thing, "");
    }

    /** A thing that has gone. */
    static String removed(Thing thing, String remark) {
        return line("removed", thing, remark);
    }

    /** A thing that could not be removed, and what removes it. */
    static String left(Thing thing, TidemarkException why) {
        return line("left", thing, firstLine(why) + "; to remove it: " + thing.note());
    }

    /** What could not be seen. */
    static String unseen(Place place) {
        return TABLE.line("unseen", place.title(), "whether " + place.running() + " runs; see that none does");
    }

    /** What a person is asked. */
    static String question(String prefix, List<Thing> things) {
        long going = things.stream().filter(Thing::isGoing).count();
        return going + " things of " + prefix + " are removed for good";
    }

    private static String line(String word, Thing thing, String note) {
        return TABLE.line(
                word,
                thing.made().place().title(),
                thing.made().title(),
                thing.name() + (note.isEmpty() ? "" : ": " + note));
    }

    private static String firstLine(TidemarkException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
