package dev.rewind.topics.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One broker's claim on its folder. Kafka's own lock comes too late: by then the second broker has opened the first
 * one's metadata log. The operating system drops the lock when the process dies, however it dies.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) {
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(
                    directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held within this very process: reported as any other holder is.
        } catch (IOException e) {
            throw new BrokerStartException(
                    "the broker cannot keep its data in " + directory + " (" + e
                            + "); choose a folder that can be written",
                    e);
        }
        release(channel);
        throw new BrokerStartException(
                "the folder " + directory + " is in use by another broker; stop that one, or choose another folder",
                null);
    }

    @Override
    public void close() {
        release(channel);
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the lock on the broker's folder", e);
        }
    }
}
