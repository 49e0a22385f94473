package dev.rewind.deploy.live;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** The frames that lie on their topic at one moment, and how far a consumer group has come in reading them. */
final class Backlog implements AutoCloseable {
    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, Long> ends;

    /** Takes the present end of the topic as what is to be read. */
    Backlog(KafkaConnection connection, String group) {
        this.group = group;
        admin = Admin.create(connection.clientSettings());
        try {
            ends = ends();
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    /** Whether the group has read it all and said so to the broker. */
    boolean isRead() {
        Map<TopicPartition, OffsetAndMetadata> read =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream().allMatch(end -> end.getValue() <= offset(read.get(end.getKey())));
    }

    @Override
    public void close() {
        admin.close();
    }

    private Map<TopicPartition, Long> ends() {
        String frames = Topic.FRAMES.topicName();
        Map<TopicPartition, OffsetSpec> latest =
                answer(admin.describeTopics(List.of(frames)).allTopicNames()).get(frames).partitions().stream()
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(frames, partition.partition()),
                                partition -> OffsetSpec.latest()));
        return answer(admin.listOffsets(latest).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static long offset(OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new CommandFailure(
                    "cannot ask the broker how far inference has read: "
                            + e.getCause().getMessage() + "; check that it still runs",
                    e.getCause());
        }
    }
}
