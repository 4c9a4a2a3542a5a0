package io.tidemark.console.status;

import io.tidemark.model.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a reconciler keeps of its last comparison. The two do not know each other: the file is the contract, and only the
 * fields that are needed are looked at.
 */
final class ComparisonFile {

    private static final String NAME = "last-whole-verify.json";

    private record Document(Origin origin, Result result) {}

    private record Origin(String prefix) {}

    private record Result(Instant began, Instant ended, List<Table> tables) {

        LastComparison comparison() {
            return new LastComparison(
                    began, ended, tables.stream().map(Table::compared).toList());
        }
    }

    private record Table(
            TableName table,
            long rows,
            long missing,
            long extra,
            long different,
            long strays,
            long unsettled,
            @Nullable String notCompared) {

        LastComparison.Table compared() {
            return new LastComparison.Table(
                    table.toString(),
                    rows,
                    missing,
                    extra,
                    different,
                    strays,
                    unsettled,
                    unsettled == 0 && notCompared == null);
        }
    }

    private ComparisonFile() {}

    /** What the folder keeps; a value that is empty says that it keeps none. */
    static PartReading<Optional<LastComparison>> read(Path folder, String prefix) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return PartReading.seen(Optional.empty());
        }
        try {
            Document document = StatusJson.JSON.readValue(file.toFile(), Document.class);
            String owner = document.origin().prefix();
            if (!owner.equals(prefix)) {
                return PartReading.unknown(file + " is of pipeline " + owner + ": give the folder of " + prefix);
            }
            return PartReading.seen(Optional.of(document.result().comparison()));
        } catch (IOException | NullPointerException e) {
            return PartReading.unknown(file + " cannot be read: it is damaged, of another version, or not this user's");
        }
    }
}
