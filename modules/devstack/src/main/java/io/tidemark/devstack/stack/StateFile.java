package io.tidemark.devstack.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** The {@link StackState} on disk. Readers see a whole state at any time; writers hold the {@link StackLock}. */
final class StateFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    StackState read() {
        try {
            return Files.exists(file) ? JSON.readValue(Files.readString(file), StackState.class) : StackState.EMPTY;
        } catch (JsonProcessingException e) {
            throw new DevstackException(
                    "cannot read " + file + " (" + e.getOriginalMessage() + "): end the stack's servers and delete it",
                    e);
        } catch (IOException e) {
            throw FileFailure.at(file, e);
        }
    }

    /** Applies a change; servers that start at the same time each change their part. */
    synchronized StackState update(UnaryOperator<StackState> change) {
        StackState state = change.apply(read());
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(written, JSON.writeValueAsString(state));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FileFailure.at(file, e);
        }
        return state;
    }
}
