package dev.rewind.topics.broker;

import dev.rewind.topics.KafkaConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * A Kafka broker inside this process, broker and controller in one, that listens on 127.0.0.1 only. Its data outlive a
 * restart and a kill. Kafka calls the classes behind it internal, so that nothing else may use them.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(DirectoryLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
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
            int port = usablePort(settings.port());
            KafkaConfig config = new KafkaConfig(properties(settings.directory(), port, usablePort(0)));
            format(settings.directory());
            return new EmbeddedBroker(lock, serve(config, settings.directory()), port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** How clients of this process and this machine reach the broker. */
    public KafkaConnection connection() {
        return KafkaConnection.of(HOST + ":" + port);
    }

    /** Stops the broker and waits until its data are written and its folder is free; again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel())
                    .run();
        } catch (Exception e) {
            throw failure(directory, e);
        }
    }

    private static KafkaRaftServer serve(KafkaConfig config, Path directory) {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException e) {
            if (server != null) {
                server.shutdown();
            }
            throw failure(directory, e);
        }
    }

    private static BrokerStartException failure(Path directory, Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new BrokerStartException(
                "the broker on " + directory + " cannot start: " + root.getMessage()
                        + "; correct that, or start it on another folder",
                e);
    }

    private static int usablePort(int wanted) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "the broker cannot listen on " + HOST + ":" + wanted + " (" + e.getMessage()
                            + "); stop the program that uses the port, or choose another port",
                    e);
        }
    }

    private static Map<String, String> properties(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry(
                        "listeners", "BROKER://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("server.max.startup.time.ms", "60000"),
                // One node has no second replica, and few groups need few partitions: each costs files and start time.
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // A lone consumer need not wait for others to join; the default cleaner buffer is 128 MiB of heap.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));
    }
}
