package dev.rewind.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes every {@link Topic} exist and ready before anything produces. */
public final class TopicSetup {
    private static final int ANSWER_WITHIN_MILLIS = 5_000;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String TRANSACTIONS = "transaction.version";

    private final KafkaConnection connection;
    private final Admin admin;

    private TopicSetup(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
    }

    /**
     * What new topics are created with.
     *
     * @param partitions of each topic; streams spread over them, so they bound how many machines share the work
     * @param replication replicas of each partition
     */
    public record Layout(int partitions, short replication) {
        public Layout {
            if (partitions < 1 || replication < 1) {
                throw new IllegalArgumentException("a topic needs at least 1 partition and 1 replica, but the layout"
                        + " has " + partitions + " and " + replication);
            }
        }

        /** For the embedded broker: 4 partitions, one replica. */
        public static Layout embedded() {
            return new Layout(4, (short) 1);
        }
    }

    /**
     * Creates the topics that are missing and returns once every partition answers. Topics already there are left as
     * they are, whatever their partitions.
     *
     * @throws BrokerUnreachableException if no broker answers within 5 s
     * @throws TopicSetupException if the cluster refuses to create a topic, or one does not become ready within 60 s
     */
    public static void ensure(KafkaConnection connection, Layout layout) {
        try (Admin admin = connection.open(Admin::create, Map.of())) {
            TopicSetup setup = new TopicSetup(connection, admin);
            setup.createMissing(layout);
            setup.awaitEveryPartition();
        }
    }

    /**
     * Checks that the cluster's transactions keep labels from being lost or doubled: before {@code transaction.version}
     * 2 (KIP-890) an aborted or delayed transaction could tear.
     *
     * @throws BrokerUnreachableException if no broker answers within 5 s
     * @throws TopicSetupException if the cluster's transactions are older
     */
    public static void requireExactlyOnce(KafkaConnection connection) {
        try (Admin admin = connection.open(Admin::create, Map.of())) {
            new TopicSetup(connection, admin).requireTransactions(2);
        }
    }

    private void createMissing(Layout layout) {
        Set<String> existing = answer(admin.listTopics(new ListTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                .names());
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !existing.contains(topic.topicName()))
                .map(topic -> topic.description(layout.partitions(), layout.replication()))
                .toList();
        admin.createTopics(missing, new CreateTopicsOptions().timeoutMs((int) READY_WITHIN.toMillis()))
                .values()
                .forEach((name, created) -> confirm(name, created, layout));
    }

    private void confirm(String name, KafkaFuture<Void> created, Layout layout) {
        try {
            get(created);
        } catch (ExecutionException e) {
            // Another process of ours may set up the same cluster at the same moment.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new TopicSetupException(
                        "the cluster at " + connection.bootstrapServers() + " did not create topic '" + name + "' with "
                                + layout.partitions() + " partitions and replication " + layout.replication() + ": "
                                + e.getCause().getMessage() + "; change the layout, or create the topic yourself",
                        e.getCause());
            }
        }
    }

    /**
     * On a freshly created topic a producer's first records can be refused and then lost between its retries
     * (KAFKA-15591). Once every partition tells its end, none is.
     */
    private void awaitEveryPartition() {
        Instant deadline = Instant.now().plus(READY_WITHIN);
        while (true) {
            try {
                askEveryPartition();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)
                        || Instant.now().isAfter(deadline)) {
                    throw new TopicSetupException(
                            "the topics at " + connection.bootstrapServers() + " are not ready: "
                                    + e.getCause().getMessage() + "; look at the broker's log, then try again",
                            e.getCause());
                }
            }
            pause();
        }
    }

    private void askEveryPartition() throws ExecutionException {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        get(admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                        .allTopicNames())
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
        get(admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                .all());
    }

    private void requireTransactions(int wanted) {
        FinalizedVersionRange found = answer(
                        admin.describeFeatures(new DescribeFeaturesOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                                .featureMetadata())
                .finalizedFeatures()
                .get(TRANSACTIONS);
        int level = found == null ? 0 : found.maxVersionLevel();
        if (level < wanted) {
            throw new TopicSetupException(
                    "the cluster at " + connection.bootstrapServers() + " has " + TRANSACTIONS + " " + level
                            + ", but exactly-once needs " + wanted + "; upgrade the brokers to Kafka 4.0 or later and"
                            + " run: kafka-features.sh upgrade --feature " + TRANSACTIONS + "=" + wanted,
                    null);
        }
    }

    /** The answer to the first question put to a cluster, where a silence means that nobody is there. */
    private <T> T answer(KafkaFuture<T> future) {
        try {
            return get(future);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TimeoutException) {
                throw new BrokerUnreachableException(
                        "no Kafka broker answers at " + connection.bootstrapServers() + " within "
                                + ANSWER_WITHIN_MILLIS / 1000 + " s; check that it runs, that the address is right, and"
                                + " that security.protocol is what it expects",
                        cause);
            }
            if (cause instanceof AuthenticationException) {
                throw new BrokerUnreachableException(
                        "the Kafka broker at " + connection.bootstrapServers() + " refuses this client: "
                                + cause.getMessage() + "; check the ssl.* and sasl.* properties",
                        cause);
            }
            throw new TopicSetupException(
                    "the cluster at " + connection.bootstrapServers() + " refuses to be asked about its topics: "
                            + cause.getMessage() + "; check this client's permissions",
                    cause);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
