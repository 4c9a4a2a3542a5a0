package io.tidemark.settings.mapping;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Reads a mapping from its file, or the built-in social one. */
public final class MappingFile {

    /** The value of {@code TIDEMARK_MAPPING} that stands for the mapping packaged with Tidemark. */
    public static final String BUILT_IN = "social-graph.yaml (built in)";

    private MappingFile() {}

    /**
     * Reads the mapping.
     *
     * @param location a path, or {@link #BUILT_IN}
     * @throws TidemarkException USAGE, its message one line for each thing wrong, each with its place in the file
     */
    public static Mapping read(String location) {
        MappingReader reader = new MappingReader(location.equals(BUILT_IN) ? "social-graph.yaml" : location);
        return reader.read(location.equals(BUILT_IN) ? builtIn() : text(Path.of(location)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new TidemarkException(
                    Category.USAGE, "mapping " + file + " does not exist: correct TIDEMARK_MAPPING", e);
        } catch (CharacterCodingException e) {
            throw new TidemarkException(Category.USAGE, "mapping " + file + " is no text: save it as UTF-8", e);
        } catch (IOException e) {
            throw new TidemarkException(Category.USAGE, "mapping " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String builtIn() {
        try (InputStream stream =
                Objects.requireNonNull(MappingFile.class.getResourceAsStream("/connectors/social-graph.yaml"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the built-in mapping is not packaged", e);
        }
    }
}
