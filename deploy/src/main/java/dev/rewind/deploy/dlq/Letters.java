package dev.rewind.deploy.dlq;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.deadletters.DeadLetter;
import dev.rewind.topics.deadletters.DeadLetterLog;

/**
 * The dead letters of a cluster.
 *
 * @param connection to it
 */
record Letters(KafkaConnection connection) {
    /** Those of the cluster that the user named. */
    static Letters of(KafkaOptions kafka) {
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        return new Letters(connection);
    }

    DeadLetterLog log() {
        return new DeadLetterLog(connection);
    }

    /**
     * One of them.
     *
     * @throws CommandFailure if there is none of that id
     */
    DeadLetter get(DeadLetter.Id id) {
        return log().find(id)
                .orElseThrow(() -> new CommandFailure(
                        "there is no dead letter " + id + "; 'rewind dlq ls' shows those there are, each for a week"));
    }
}
