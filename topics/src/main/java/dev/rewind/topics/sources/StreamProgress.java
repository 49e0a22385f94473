package dev.rewind.topics.sources;

import java.util.Optional;

/** What ingest tells of a stream on {@code progress}: under which job, and by which names. */
public final class StreamProgress {
    /** Note: which ingest worker plays it. */
    public static final String WORKER = "worker";

    /** Note: the last thing that went wrong, though the stream may have gone on since. */
    public static final String PROBLEM = "problem";

    /** Note: the revision of the source that was played to its end, which is played once. */
    public static final String PLAYED = "played";

    /** Figure: frames sent. */
    public static final String FRAMES = "frames";

    /** Figure: frames sent each second, lately. */
    public static final String FRAMES_PER_SECOND = "framesPerSecond";

    /** Figure: live frames that came faster than they could be sent. */
    public static final String DROPPED = "dropped";

    /** Figure: how often it broke off and was opened again. */
    public static final String RESTARTS = "restarts";

    private static final String PREFIX = "ingest/";

    private StreamProgress() {}

    /** The job of a stream. */
    public static String job(String stream) {
        return PREFIX + stream;
    }

    /** The stream of a job; empty for a job of another kind. */
    public static Optional<String> stream(String job) {
        return job != null && job.startsWith(PREFIX) ? Optional.of(job.substring(PREFIX.length())) : Optional.empty();
    }
}
