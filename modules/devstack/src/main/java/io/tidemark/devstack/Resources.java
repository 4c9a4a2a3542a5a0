package io.tidemark.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files that this module brings along. */
public final class Resources {

    private Resources() {}

    public static InputStream open(String name) {
        InputStream resource = Resources.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException(name + " is missing from the tidemark-devstack jar");
        }
        return resource;
    }

    /** Puts a whole file in the place of what is there; whoever reads the old one goes on reading that. */
    public static Path copy(String name, Path target) throws IOException {
        Path written = Files.createTempFile(target.resolveSibling("."), "new", ".tmp");
        try (InputStream resource = open(name)) {
            Files.copy(resource, written, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
