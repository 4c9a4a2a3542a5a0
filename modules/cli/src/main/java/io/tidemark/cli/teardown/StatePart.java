package io.tidemark.cli.teardown;

import io.tidemark.model.TidemarkException;
import io.tidemark.reconciler.run.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The reconciler's folder on this machine. */
final class StatePart implements Part {

    private final Path folder;

    StatePart(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<String> running() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            StateFolder.open(folder).close();
            return List.of();
        } catch (TidemarkException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Thing> things() {
        return List.of(
                Files.isDirectory(folder)
                        ? Thing.going(Made.STATE, folder.toString(), "rm -r " + folder, this::erase)
                        : Thing.absent(Made.STATE, folder.toString()));
    }

    private String erase() {
        return StateFolder.open(folder).erase() ? "" : "the folder stays: it holds other files";
    }
}
