package io.tidemark.devstack.download;

import io.tidemark.devstack.FileFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders that are there whole or not at all. */
public final class Folders {

    private Folders() {}

    /** Fills a folder. */
    @FunctionalInterface
    public interface Filling {
        void into(Path empty) throws IOException;
    }

    /** Fills a folder beside the wanted one and renames it, so that an interrupted filling is never taken for a whole one. */
    public static void fill(Path wanted, Filling filling) {
        Path unfinished = wanted.resolveSibling(
                wanted.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
        try {
            delete(unfinished);
            Files.createDirectories(unfinished);
            filling.into(unfinished);
            if (!Files.isDirectory(wanted)) { // somebody else may have been as quick
                Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(unfinished);
        } catch (IOException e) {
            throw FileFailure.at(wanted, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
