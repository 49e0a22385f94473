package dev.rewind.topics.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller in one, wired as {@link KafkaRaftServer} wires it. That class is not used itself
 * because it ends the whole process when the controller fails to start. Kafka calls all of these classes internal: this
 * is the one place that knows them.
 */
final class KraftNode {
    private static final int ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    private final ControllerServer controller;
    private final BrokerServer broker;

    private KraftNode(ControllerServer controller, BrokerServer broker) {
        this.controller = controller;
        this.broker = broker;
    }

    /** Formats the folder if it is new, and returns once the node serves. */
    static KraftNode start(Path directory, Listeners listeners) throws Exception {
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory);
        }
        KafkaConfig config = new KafkaConfig(properties(directory, listeners));
        var formatted = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KraftNode.class), "");
        var metrics = Server.initializeMetrics(
                config, Time.SYSTEM, formatted._1().clusterId().orElseThrow());
        var voter = new InetSocketAddress(InetAddress.getLoopbackAddress(), listeners.controllerPort());
        SharedServer shared = new SharedServer(
                config,
                formatted._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(Map.of(ID, voter)),
                List.of(),
                KraftNode::faultHandler,
                listeners);
        KraftNode node = new KraftNode(
                new ControllerServer(shared, KafkaRaftServer.configSchema(), formatted._2()), new BrokerServer(shared));
        try {
            node.controller.startup();
            node.broker.startup();
            return node;
        } catch (Exception e) {
            node.stop();
            throw e;
        }
    }

    /** Returns once the data are written and the sockets closed. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
    }

    /** A failed start is thrown to the caller anyway; any later fault Kafka deems fatal keeps its own treatment. */
    private static FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
        return name.equals("controller startup")
                ? IllegalStateException::new
                : new StandardFaultHandlerFactory().build(name, fatal, action);
    }

    private static void format(Path directory) throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(CONTROLLER)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setFeatureLevel(TransactionVersion.FEATURE_NAME, TransactionVersion.TV_2.featureLevel())
                    .run();
        }
    }

    private static Map<String, String> properties(Path directory, Listeners listeners) {
        String broker = Listeners.HOST + ":" + listeners.port();
        String controller = Listeners.HOST + ":" + listeners.controllerPort();
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(ID)),
                Map.entry("listeners", "BROKER://" + broker + "," + CONTROLLER + "://" + controller),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("controller.quorum.voters", ID + "@" + controller),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("server.max.startup.time.ms", "60000"),
                // After a kill the new broker waits until the old one's session ends; much shorter, and a busy machine
                // ends it.
                Map.entry("broker.session.timeout.ms", "6000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
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
