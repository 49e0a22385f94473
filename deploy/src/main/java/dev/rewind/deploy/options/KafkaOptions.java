package dev.rewind.deploy.options;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which cluster to talk to, and how. */
public final class KafkaOptions {
    private static final String LOCAL = "localhost:9092";

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT[,...]",
            description = "Brokers of the cluster to use.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "Any property of a Kafka client, such as security.protocol=SASL_SSL; repeatable.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "A properties file for the Kafka clients; --kafka-property goes before it.")
    private Path propertiesFile;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of topics that do not exist yet; they bound how many machines share the work"
                    + " (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replicas of topics that do not exist yet (default: ${DEFAULT-VALUE}).")
    private short replication;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The cluster the user named; empty when none. */
    public Optional<KafkaConnection> connection() {
        return Optional.ofNullable(bootstrapServers).map(this::connection);
    }

    /** The cluster the user named, or the one that {@code rewind up} starts on this machine. */
    public KafkaConnection connectionOrLocal() {
        return connection().orElseGet(() -> connection(LOCAL));
    }

    /** The embedded broker, with the user's client properties on top. */
    public KafkaConnection withProperties(KafkaConnection embedded) {
        return connection(embedded.bootstrapServers());
    }

    /** What topics that do not exist yet are created with. */
    public TopicSetup.Layout layout() {
        return Usage.of(command, () -> new TopicSetup.Layout(partitions, replication));
    }

    private KafkaConnection connection(String servers) {
        return Usage.of(command, () -> {
            KafkaConnection plain = KafkaConnection.of(servers);
            return (propertiesFile == null ? plain : plain.withPropertiesFile(propertiesFile)).with(properties);
        });
    }
}
