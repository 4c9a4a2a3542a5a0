package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder where a reconciler keeps its checkpoints and its last result, one process at a time. Files are replaced as a
 * whole, so a kill leaves the old one or the new one.
 */
public final class StateFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    /**
     * The folder of a pipeline in the user's home ({@code XDG_STATE_HOME}, else {@code ~/.local/state}).
     *
     * @param prefix the pipeline's
     */
    public static Path ofUser(String prefix) {
        String home = System.getenv("XDG_STATE_HOME");
        Path base = home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(home);
        return base.resolve("tidemark").resolve(prefix);
    }

    /**
     * Opens it, making it where it is missing; the caller closes it.
     *
     * @throws TidemarkException USAGE when another process has it, or it cannot be written
     */
    public static StateFolder open(Path folder) {
        try {
            makePrivate(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new TidemarkException(
                        Category.USAGE,
                        "another reconciler works in " + folder
                                + ": wait for it, or give this one a --state of its own");
            }
            return new StateFolder(folder, channel, lock);
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.USAGE, folder + " cannot be written: name another with --state (" + e + ")", e);
        }
    }

    /** Lists of drifts hold row contents. */
    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    @SuppressWarnings("NullAway")
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private StateFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** A file in it, whether or not it is there. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Replaces a file by this as JSON. */
    public void write(String name, Object content) {
        Path fresh = folder.resolve(name + ".new");
        try {
            Files.writeString(fresh, Json.page(content));
            Files.move(fresh, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, file(name) + " cannot be written: " + e, e);
        }
    }

    /**
     * What a file holds; empty when it is not there.
     *
     * @throws TidemarkException USAGE when it holds something else
     */
    public <T> Optional<T> read(String name, Class<T> type) {
        if (!Files.exists(file(name))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.read(Files.readString(file(name)), type));
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.USAGE,
                    file(name) + " cannot be read: it is damaged or of another version; remove it and begin anew",
                    e);
        }
    }

    /** Removes a file; nothing happens where there is none. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, file(name) + " cannot be removed: " + e, e);
        }
    }

    /** Removes every checkpoint and result: what they speak of is no more. */
    public void forget() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json*")) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, folder + " cannot be emptied: " + e, e);
        }
    }

    /**
     * Removes the folder with everything that a reconciler keeps in it, and closes it.
     *
     * @return false when the folder stays because it holds other files
     */
    public boolean erase() {
        forget();
        try {
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.delete(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, folder + " cannot be removed: " + e, e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, folder + " cannot be closed: " + e, e);
        }
    }
}
