package io.tidemark.devstack;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns an exception of the file system into the one line for people. */
public final class FileFailure {

    private FileFailure() {}

    public static DevstackException at(Path path, IOException e) {
        return new DevstackException("cannot write to " + path + " (" + reason(e) + "): " + fix(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        @Nullable String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
        return reason == null ? e.toString() : reason;
    }

    private static String fix(IOException e) {
        return e.toString().contains("No space left")
                ? "free some disk space, a stack takes about 1 GB"
                : "make it writable, or choose another folder";
    }
}
