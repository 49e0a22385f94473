package dev.rewind.inference;

import dev.rewind.topics.KafkaConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics that keep a group's stores. Kafka Streams lets one member of the group make them all; while that one is of a
 * version that knew fewer stores, whoever knows more would wait for theirs in vain, and its partitions with it.
 */
final class Changelogs {
    private Changelogs() {}

    /**
     * Makes those that a group lacks which an older version began, like those it has. A group that is new is left to Kafka
     * Streams.
     *
     * @throws InferenceException if the cluster refuses to
     */
    static void complete(KafkaConnection connection, String group) {
        Set<String> needed = new TreeSet<>();
        LabelTopology.STORES.forEach(store -> needed.add(group + "-" + store + "-changelog"));
        try (Admin admin = Admin.create(connection.clientSettings())) {
            Set<String> there = new TreeSet<>(needed);
            there.retainAll(admin.listTopics().names().get());
            Set<String> missing = new TreeSet<>(needed);
            missing.removeAll(there);
            if (!there.isEmpty() && !missing.isEmpty()) {
                TopicDescription like = admin.describeTopics(there)
                        .allTopicNames()
                        .get()
                        .values()
                        .iterator()
                        .next();
                create(admin, missing, like);
            }
        } catch (ExecutionException e) {
            throw new InferenceException(
                    "the group '" + group + "' needs the topics " + needed
                            + ", and those that an older version did not make cannot be made: "
                            + e.getCause().getMessage()
                            + "; let this client create topics, or create them like the others",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while looking for the topics of the group '" + group + "'", e);
        }
    }

    private static void create(Admin admin, Set<String> missing, TopicDescription like)
            throws ExecutionException, InterruptedException {
        short replication = (short) like.partitions().get(0).replicas().size();
        for (String name : missing) {
            NewTopic topic = new NewTopic(name, like.partitions().size(), replication).configs(LabelTopology.CHANGELOG);
            try {
                admin.createTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another process is being upgraded, too
                    throw e;
                }
            }
        }
    }
}
