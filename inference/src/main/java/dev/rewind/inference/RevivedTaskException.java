package dev.rewind.inference;

import org.apache.kafka.streams.processor.TaskId;

/**
 * Kafka Streams took a partition up again whose transaction had failed, with the same objects as before. Up to 4.3.1 at least
 * its task still holds the offsets of then: it would commit records as done that were fetched and never processed, and their
 * clips would be lost. A new stream thread begins from what is committed.
 */
final class RevivedTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RevivedTaskException(TaskId task) {
        super("a transaction of partition " + task.partition()
                + " of 'frames' failed; a new thread begins again from the last commit");
    }
}
