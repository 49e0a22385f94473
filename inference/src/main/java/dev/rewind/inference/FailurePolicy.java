package dev.rewind.inference;

import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: another takes its place and begins again from the last commit. When that does
 * not help, three times for each thread within a minute, or cannot help, inference stops and says why.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);
    private static final int REPLACEMENTS_OF_EACH = 3;
    private static final String OWN = "dev.rewind.";
    private static final long WITHIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Deque<Long> replacements = new ArrayDeque<>();
    private final int allowed;
    private InferenceException failure;

    /**
     * Allows for some failures.
     *
     * @param threads how many there are: one failed batch may end them all
     */
    FailurePolicy(int threads) {
        allowed = REPLACEMENTS_OF_EACH * threads;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable thrown) {
        long now = System.nanoTime();
        replacements.removeIf(earlier -> now - earlier > WITHIN_NANOS);
        String reason = reason(thrown);
        if (isRevival(thrown)) { // the broker's failure, which may last: no sign that beginning again does not help
            LOG.warn("a stream thread is replaced: {}", reason);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (isHopeless(thrown) || replacements.size() >= allowed) {
            failure = new InferenceException("inference stopped: " + reason, thrown);
            LOG.error("{}", failure.getMessage(), thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.add(now);
        LOG.warn("a stream thread failed and is replaced: {}", reason, thrown);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Why inference stopped; empty while it has not. */
    synchronized Optional<InferenceException> failure() {
        return Optional.ofNullable(failure);
    }

    private static boolean isRevival(Throwable thrown) {
        return thrown instanceof RevivedTaskException || thrown.getCause() != null && isRevival(thrown.getCause());
    }

    private static boolean isHopeless(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof MissingSourceTopicException
                    || each instanceof FencedInstanceIdException
                    || each instanceof AuthorizationException
                    || each instanceof AuthenticationException
                    || each instanceof UnsupportedVersionException) {
                return true;
            }
        }
        return false;
    }

    /** Our own words where there are any, otherwise those of the deepest cause. */
    private static String reason(Throwable thrown) {
        Throwable last = thrown;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each.getClass().getName().startsWith(OWN)) {
                return each.getMessage();
            }
            if (each instanceof MissingSourceTopicException) {
                return "topic '" + Topic.FRAMES.topicName() + "' is gone; create it again, then start inference";
            }
            if (each instanceof FencedInstanceIdException) {
                return "another process of the group has the same instance name, and joined later; give each its own";
            }
            last = each;
        }
        return last.toString();
    }
}
