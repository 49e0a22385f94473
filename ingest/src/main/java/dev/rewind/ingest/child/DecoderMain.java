package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.InlineFrames;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.SourceException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A decoder process: reads one request, and writes messages until the source or the parent ends. Loads nothing but this
 * package, {@code decode} and ffmpeg, for it is started once a source.
 */
final class DecoderMain {
    static final int PARENT_IS_GONE = 3;

    private static final long NANOS_BETWEEN_SIGNS = 500_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final MessageWriter out;
    private long pictures;
    private long decoded;
    private long lastSign = System.nanoTime();

    private DecoderMain(MessageWriter out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // whatever prints must not garble the messages
        Request request = Request.read(System.in);
        endWithParent(System.in);
        new DecoderMain(new MessageWriter(new BufferedOutputStream(pipe, BUFFER_BYTES))).serve(request);
        // Nothing here is worth the time that an orderly end takes.
        Runtime.getRuntime().halt(0);
    }

    /** The parent holds the other end for as long as it lives, and never writes again. */
    private static void endWithParent(InputStream in) {
        Thread thread = new Thread(() -> {
            try {
                while (in.read() >= 0) {
                    // nothing is expected
                }
            } catch (IOException e) {
                // gone all the same
            }
            Runtime.getRuntime().halt(PARENT_IS_GONE);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Request request) throws IOException {
        try {
            InlineFrames.load();
            out.write(new Message.Ready());
            try (InlineFrames frames = InlineFrames.open(request.source(), request.settings(), this::decoded)) {
                out.write(new Message.Hello(frames.facts()));
                if (request.pictures()) {
                    send(frames);
                } else {
                    frames.skipToEnd();
                }
                out.write(new Message.End(frames.end().orElseThrow()));
            }
        } catch (SourceException e) {
            if (decoded > 0) {
                out.write(new Message.Alive(decoded));
            }
            out.write(new Message.Refusal(e.getMessage()));
        }
    }

    private void send(InlineFrames frames) throws IOException {
        for (Optional<JpegFrame> next = frames.next(); next.isPresent(); next = frames.next()) {
            out.write(new Message.Picture(pictures++, next.get()));
            lastSign = System.nanoTime();
        }
    }

    private void decoded(long frames) {
        decoded = frames;
        long now = System.nanoTime();
        if (now - lastSign > NANOS_BETWEEN_SIGNS) {
            lastSign = now;
            try {
                out.write(new Message.Alive(frames));
            } catch (IOException e) {
                Runtime.getRuntime().halt(PARENT_IS_GONE);
            }
        }
    }
}
