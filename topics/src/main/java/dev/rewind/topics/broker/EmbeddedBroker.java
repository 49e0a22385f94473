package dev.rewind.topics.broker;

import dev.rewind.topics.KafkaConnection;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A Kafka broker inside this process that listens on 127.0.0.1 only. Its data outlive a restart and a kill. A start that
 * fails leaves the process, the folder and the port as they were.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final DirectoryLock lock;
    private final KraftNode node;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(DirectoryLock lock, KraftNode node, int port) {
        this.lock = lock;
        this.node = node;
        this.port = port;
    }

    /**
     * Where a broker keeps its data and listens.
     *
     * @param directory made if missing; a broker started on it again has all its data
     * @param port on 127.0.0.1; 0 picks a free one
     */
    public record Settings(Path directory, int port) {
        public Settings {
            Objects.requireNonNull(directory, "directory");
            directory = directory.toAbsolutePath().normalize();
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "the broker's port must lie in 1..65535, or be 0 for a free one, but is " + port);
            }
            if (directory.toString().contains(",")) {
                throw new IllegalArgumentException(
                        "the broker's folder must have no comma in its path, which Kafka reads as two: " + directory);
            }
        }
    }

    /**
     * Starts a broker and returns once it serves.
     *
     * @throws BrokerStartException if the folder is in use or cannot be written, or the port is taken
     */
    public static EmbeddedBroker start(Settings settings) {
        DirectoryLock lock = DirectoryLock.take(settings.directory());
        try {
            Listeners listeners = Listeners.bind(settings.port());
            return new EmbeddedBroker(lock, serve(settings.directory(), listeners), listeners.port());
        } catch (BrokerStartException e) {
            lock.close();
            throw e;
        }
    }

    /** How clients on this machine reach the broker. */
    public KafkaConnection connection() {
        return KafkaConnection.of(Listeners.HOST + ":" + port);
    }

    /** Stops the broker and returns when its data are written and its folder is free; again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        node.stop();
        lock.close();
    }

    private static KraftNode serve(Path directory, Listeners listeners) {
        try {
            return KraftNode.start(directory, listeners);
        } catch (Exception e) { // Scala throws checked exceptions without declaring them.
            listeners.close();
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new BrokerStartException(
                    "the broker on " + directory + " cannot start: " + root.getMessage()
                            + "; correct that, or start it on another folder",
                    e);
        }
    }
}
