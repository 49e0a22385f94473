package dev.rewind.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** The failed sends nobody has been told of yet: the first in full, the rest as a count, so that it stays small. */
final class SendFailures {
    private String first;
    private Exception cause;
    private long others;

    synchronized void add(Topic topic, byte[] key, byte[] value, Exception failure) {
        if (first != null) {
            others++;
            return;
        }
        first = "a record for '" + topic.topicName() + "' with "
                + (key == null ? "no key" : "key '" + new String(key, StandardCharsets.UTF_8) + "'") + " and "
                + (value == null ? 0 : value.length) + " bytes was not sent: " + failure.getMessage() + advice(failure);
        cause = failure;
    }

    /** Throws what there is to tell, once. */
    synchronized void surface() {
        if (first == null) {
            return;
        }
        String message = others == 0 ? first : first + " (" + others + " more failed after it)";
        SendFailedException failed = new SendFailedException(message, cause);
        first = null;
        cause = null;
        others = 0;
        throw failed;
    }

    private static String advice(Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return "; send smaller records, or raise the topic's max.message.bytes and the client's max.request.size";
        }
        if (failure instanceof TimeoutException) {
            return "; check that the broker runs and that the topics were set up";
        }
        return "; look at the broker's log";
    }
}
