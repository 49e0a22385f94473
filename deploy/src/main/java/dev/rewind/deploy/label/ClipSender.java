package dev.rewind.deploy.label;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoFrames;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends video files as labelled clips. What is no video or does not fit into a record is refused here, where a person
 * hears of it, and not on {@code dead-letters}. For one thread.
 */
final class ClipSender implements AutoCloseable {
    private static final int ID_BYTES = 16;

    private final RecordLimit limit;
    private final RecordPublisher publisher;
    private final Map<String, ClipFile> sent = new HashMap<>();

    ClipSender(KafkaConnection connection) {
        limit = RecordLimit.of(connection);
        publisher = new RecordPublisher(limit.producing(connection), "rewind-label");
    }

    /**
     * Sends one.
     *
     * @return its id
     * @throws CommandFailure if the file cannot be sent; others may
     * @throws dev.rewind.topics.SendFailedException if an earlier one was not taken
     */
    String send(ClipFile clip) {
        byte[] video = read(clip.path());
        String id = clip.id().orElseGet(() -> contentId(video));
        requireOneLabel(id, clip);
        RecordHeaders headers = new RecordHeaders();
        new LabelledClipHeaders(clip.label().text(), Origin.PERSON, clip.group().orElse(id)).writeTo(headers);
        requireSize(clip.path(), video.length, keyAndHeaders(id, headers));
        requireVideo(clip.path());
        publisher.send(Topic.LABELLED_CLIPS, id, video, headers);
        sent.put(id, clip);
        return id;
    }

    /** Returns once all are acknowledged. */
    void flush() {
        publisher.flush();
    }

    /** The same video is the same clip wherever it lies and whatever it is called: labelled again, it is corrected. */
    private static String contentId(byte[] video) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(video);
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private byte[] read(Path file) {
        try {
            // Before it is read: a film would not fit into memory either.
            requireSize(file, Files.size(file), 0);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e + "; check the path and its permissions", e);
        }
    }

    private void requireSize(Path file, long size, long keyAndHeaders) {
        if (size == 0) {
            throw new CommandFailure(file + " is empty; record it again");
        }
        long most = limit.clip(keyAndHeaders);
        if (size > most) {
            throw new CommandFailure(file + " has " + size + " bytes, but a record of '"
                    + Topic.LABELLED_CLIPS.topicName() + "' takes " + most
                    + "; cut it to the one action, encode it smaller, or raise the topic's max.message.bytes");
        }
    }

    private static void requireVideo(Path file) {
        try (VideoFrames video = VideoFrames.open(file.toString(), DecodeSettings.everyFrame())) {
            var unused = video.next();
        } catch (SourceException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** Only within one command: later, another label is a correction. */
    private void requireOneLabel(String id, ClipFile clip) {
        ClipFile before = sent.get(id);
        if (before != null && !before.label().equals(clip.label())) {
            throw new CommandFailure(clip.path() + " is the clip " + before.path() + ", which was just labelled '"
                    + before.label().text() + "', but this one says '"
                    + clip.label().text()
                    + "'; keep the line that is right");
        }
    }

    private static long keyAndHeaders(String id, RecordHeaders headers) {
        long bytes = 4L * id.length();
        for (Header header : headers) {
            bytes += 4L * header.key().length() + header.value().length;
        }
        return bytes;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
