package io.tidemark.devstack.stack;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Waiting;
import io.tidemark.devstack.server.StackHome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time change a stack, across threads and processes. */
final class StackLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private StackLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits for its turn, but not longer than {@code patience}. */
    static StackLock take(StackHome home, Duration patience) {
        home.create();
        Path file = home.lockFile();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Waiting waiting = Waiting.upTo(patience);
            while (tryLock(channel) == null) {
                if (!waiting.pause()) {
                    channel.close();
                    throw new DevstackException("another command is still working on the stack in " + home.folder()
                            + ": wait for it, or choose another folder with --home");
                }
            }
            return new StackLock(file, channel);
        } catch (IOException e) {
            throw FileFailure.at(file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process has it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileFailure.at(file, e);
        }
    }
}
