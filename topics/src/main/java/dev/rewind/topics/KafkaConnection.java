package dev.rewind.topics;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * How to reach a Kafka cluster: its address and whatever client properties it asks for, such as {@code
 * security.protocol} and {@code sasl.jaas.config}.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param properties Kafka client properties; {@code bootstrap.servers} among them is overruled by the address above
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
    private static final int IDLE_FETCH_MILLIS = 100;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):(\\d{1,5})");

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is not a list of {@code host:port}
     */
    public KafkaConnection {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        properties = Map.copyOf(properties);
        for (String address : bootstrapServers.split(",", -1)) {
            requireHostAndPort(address.strip(), bootstrapServers);
        }
    }

    /** A connection without further properties. */
    public static KafkaConnection of(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of());
    }

    /**
     * This connection with the properties of a file as Kafka's own tools take it; they overrule those already set.
     *
     * @throws IllegalArgumentException if the file is missing or cannot be read
     */
    public KafkaConnection withPropertiesFile(Path file) {
        Properties loaded = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            loaded.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no Kafka properties file at " + file.toAbsolutePath() + "; check the path", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot read the Kafka properties file " + file.toAbsolutePath() + " (" + e + "); it must be a"
                            + " readable text file with lines of name=value",
                    e);
        }
        Map<String, String> fromFile = new HashMap<>();
        loaded.stringPropertyNames().forEach(name -> fromFile.put(name, loaded.getProperty(name)));
        return with(fromFile);
    }

    /** This connection with more properties; they overrule those already set. */
    public KafkaConnection with(Map<String, String> more) {
        Map<String, String> merged = new HashMap<>(properties);
        merged.putAll(more);
        return new KafkaConnection(bootstrapServers, merged);
    }

    /** What every client is configured with; each client puts its own settings on top. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    /**
     * What a consumer without a group is configured with: it says itself where to read, keeps no offsets, and makes no topic
     * by asking for it. Where retention took a record, it goes on with the next one that is still there. Closing it takes
     * no longer than the broker holds a fetch that finds nothing, half a second if nobody said otherwise: too long for those
     * who read a few records and go.
     */
    public Map<String, Object> readerSettings() {
        Map<String, Object> settings = clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, IDLE_FETCH_MILLIS);
        return settings;
    }

    /** Opens a client; the one place that turns Kafka's complaints about settings into a line a person can act on. */
    <C> C open(Function<Map<String, Object>, C> client, Map<String, Object> ownSettings) {
        Map<String, Object> settings = clientSettings();
        settings.putAll(ownSettings);
        try {
            return client.apply(settings);
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            if (String.valueOf(root.getMessage()).contains("No resolvable bootstrap")) {
                throw new BrokerUnreachableException(
                        "cannot find the host of any Kafka broker in '" + bootstrapServers
                                + "'; check the spelling and that this machine can resolve the name",
                        e);
            }
            throw new IllegalArgumentException(
                    "Kafka does not accept the client settings " + new TreeSet<>(properties.keySet()) + " for "
                            + bootstrapServers + ": " + root.getMessage() + "; correct the properties",
                    e);
        }
    }

    /** Names the properties but not their values, for passwords may be among them. */
    @Override
    public String toString() {
        return "KafkaConnection[" + bootstrapServers + ", properties " + new TreeSet<>(properties.keySet()) + "]";
    }

    private static void requireHostAndPort(String address, String all) {
        var parts = ADDRESS.matcher(address);
        boolean valid =
                parts.matches() && Integer.parseInt(parts.group(2)) >= 1 && Integer.parseInt(parts.group(2)) <= 65_535;
        if (!valid) {
            throw new IllegalArgumentException("'" + address + "' in the bootstrap servers '" + all
                    + "' is not host:port; write for example localhost:9092, several separated by commas");
        }
    }
}
