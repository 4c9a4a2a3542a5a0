package io.tidemark.devstack.download;

import io.tidemark.devstack.FileFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers' programs, unpacked and with their class paths worked out, in a folder that all stacks of a user share. What is there is
 * used without asking Maven.
 */
public final class Programs {

    private final Path folder;
    private final Artifacts artifacts;

    public Programs(Path folder, Artifacts artifacts) {
        this.folder = folder;
        this.artifacts = artifacts;
    }

    /** {@code $XDG_CACHE_HOME/tidemark/programs}, by default under {@code ~/.cache}. */
    public static Path usualFolder() {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path root = cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return root.resolve("tidemark").resolve("programs");
    }

    /**
     * The folder with the content of an archive.
     *
     * @param name what to call it, with the version
     */
    public Path unpacked(String name, String coordinates, Archive shape) {
        Path program = folder.resolve(name);
        if (!Files.isDirectory(program)) {
            Path file = artifacts.archive(coordinates);
            Folders.fill(program, empty -> shape.extract(file, empty));
        }
        return program;
    }

    /** The class path of a program and all it needs, in the form of {@code java -cp}. */
    public String classPath(String name, List<String> coordinates) {
        Path list = folder.resolve(name + ".classpath");
        try {
            // The artifacts themselves belong to the key: a changed list is another program.
            String key = String.join(" ", coordinates);
            if (Files.exists(list)) {
                List<String> lines = Files.readAllLines(list);
                List<String> jars = lines.subList(1, lines.size());
                if (lines.get(0).equals(key) && jars.stream().allMatch(jar -> Files.exists(Path.of(jar)))) {
                    return String.join(File.pathSeparator, jars);
                }
            }
            List<String> jars = artifacts.classPath(coordinates).stream()
                    .map(Path::toString)
                    .collect(Collectors.toList());
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, name, ".new");
            Files.writeString(written, key + "\n" + String.join("\n", jars) + "\n");
            Files.move(written, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return String.join(File.pathSeparator, jars);
        } catch (IOException e) {
            throw FileFailure.at(list, e);
        }
    }
}
