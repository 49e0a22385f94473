package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.decode.VideoFacts;
import java.time.Duration;
import java.util.Optional;

/** Decodes in a process of its own, and kills it when it is silent, takes too much, or writes what it must not. */
public final class ChildFrames implements JpegFrames {
    private static final DecoderStarts STARTS =
            new DecoderStarts(2 * Runtime.getRuntime().availableProcessors());

    private final String name;
    private final DecoderProcess decoder;
    private final Duration patience;
    private VideoFacts facts;
    private VideoEnd end;
    private long decoded;

    private ChildFrames(String source, DecoderProcess decoder, JpegSettings settings, DecoderLimits limits) {
        name = Credentials.hidden(source);
        this.decoder = decoder;
        patience = settings.frames().timeout().plus(limits.grace());
        expect(Message.Ready.class, limits.start());
    }

    /**
     * Opens a source.
     *
     * @param source the path of a file, an rtsp(s), rtmp(s), srt or http(s) URL, or a camera such as {@code /dev/video0}
     * @throws SourceException if it gives no video, or no process can be started
     */
    public static ChildFrames open(String source, JpegSettings settings, DecoderLimits limits) {
        return open(new Request(source, settings, true), limits);
    }

    /**
     * Counts the frames of a source to its end, without any picture of it.
     *
     * @throws SourceException if it gives no video
     */
    static ChildFrames counting(String source, JpegSettings settings, DecoderLimits limits) {
        return open(new Request(source, settings, false), limits);
    }

    private static ChildFrames open(Request request, DecoderLimits limits) {
        return STARTS.inTurn(() -> started(DecoderJvm.start(), request, limits)).introduced();
    }

    /** Takes any process for a decoder. */
    static ChildFrames open(Process process, Request request, DecoderLimits limits) {
        return started(process, request, limits).introduced();
    }

    private static ChildFrames started(Process process, Request request, DecoderLimits limits) {
        DecoderProcess decoder = DecoderProcess.talk(process, request, limits);
        try {
            return new ChildFrames(request.source(), decoder, request.settings(), limits);
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    /** Waits, for as long as its source may be silent, until the decoder has opened it. */
    private ChildFrames introduced() {
        try {
            facts = expect(Message.Hello.class, patience).facts();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public VideoFacts facts() {
        return facts;
    }

    @Override
    public Optional<JpegFrame> next() {
        while (end == null) {
            Message message = read(patience);
            if (message instanceof Message.Picture picture) {
                return Optional.of(picture.frame());
            }
            take(message);
        }
        return Optional.empty();
    }

    /**
     * Reads to the end, or for so long, where no pictures were asked for.
     *
     * @throws SourceException if the source breaks off or is silent for too long
     */
    void count(Optional<Duration> most) {
        long start = System.nanoTime();
        while (end == null
                && (most.isEmpty() || System.nanoTime() - start < most.get().toNanos())) {
            take(read(patience));
        }
    }

    /** How many frames were decoded, as far as was said. */
    long decoded() {
        return decoded;
    }

    private void take(Message message) {
        if (message instanceof Message.End last) {
            end = last.end();
            decoded = end.frames();
        } else if (message instanceof Message.Alive alive) {
            decoded = alive.decoded();
        } else {
            throw unexpected(message);
        }
    }

    @Override
    public Optional<VideoEnd> end() {
        return Optional.ofNullable(end);
    }

    private <M extends Message> M expect(Class<M> kind, Duration wait) {
        Message message = read(wait);
        if (!kind.isInstance(message)) {
            throw unexpected(message);
        }
        return kind.cast(message);
    }

    private Message read(Duration wait) {
        try {
            Message message = decoder.next(wait);
            if (message instanceof Message.Refusal refusal) {
                throw new SourceException(refusal.reason().lines().findFirst().orElse(name + " gives no video"));
            }
            return message;
        } catch (DecoderFailure e) {
            decoder.close();
            throw new SourceException(name + " " + e.getMessage() + "; " + advice(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(name + ": reading was interrupted", e);
        }
    }

    private String advice() {
        return name.contains("://")
                ? "check what the address sends, or give one of a smaller or simpler stream"
                : "convert it to MP4 with H.264, or leave it out";
    }

    private SourceException unexpected(Message message) {
        decoder.close();
        return new SourceException(name + " made its decoder say '"
                + message.getClass().getSimpleName() + "' out of turn, so it was killed; " + advice());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
