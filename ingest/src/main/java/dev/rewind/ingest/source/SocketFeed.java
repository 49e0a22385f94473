package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Streams bytes that this process has to a decoder in any process, through a socket in a folder that this user alone can
 * enter. The decoder opens nothing else for it.
 */
final class SocketFeed implements Feed {
    /** What is streamed, part by part. */
    interface Parts {
        /** The next part, closed by the caller; empty when there are no more. */
        Optional<InputStream> next() throws IOException;
    }

    private final Parts parts;
    private final Path folder;
    private final ServerSocketChannel server;
    private final Thread pump;
    private volatile SocketChannel decoder;
    private volatile SourceException failure;

    private SocketFeed(Parts parts, String name) throws IOException {
        this.parts = parts;
        folder = Files.createTempDirectory("rewind-feed");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        pump = new Thread(() -> pump(name), "feed");
        pump.setDaemon(true);
        pump.start();
    }

    /**
     * Waits for a decoder on another thread, and streams to it.
     *
     * @param name what messages call the source
     * @throws SourceException if this platform has no such sockets, or no room for one
     */
    static SocketFeed of(Parts parts, String name) {
        try {
            return new SocketFeed(parts, name);
        } catch (IOException | UnsupportedOperationException e) {
            throw new SourceException(
                    name + " cannot be handed to a decoder: " + e.getMessage() + "; give a video file instead", e);
        }
    }

    @Override
    public String address() {
        return "unix://" + folder.resolve("s");
    }

    @Override
    public Optional<SourceException> failure() {
        return Optional.ofNullable(failure);
    }

    private void pump(String name) {
        try (SocketChannel accepted = server.accept()) {
            decoder = accepted;
            OutputStream out = Channels.newOutputStream(accepted);
            for (Optional<InputStream> part = parts.next(); part.isPresent(); part = parts.next()) {
                try (InputStream in = part.get()) {
                    copy(in, out, name);
                }
            }
        } catch (SourceException e) {
            failure = e;
        } catch (IOException e) {
            // The decoder has seen enough, or this feed was closed.
        }
    }

    private static void copy(InputStream in, OutputStream out, String name) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (true) {
            int bytes;
            try {
                bytes = in.read(buffer);
            } catch (IOException e) {
                throw new SourceException(name + " broke off: " + e.getMessage() + "; check where it comes from", e);
            }
            if (bytes < 0) {
                return;
            }
            out.write(buffer, 0, bytes);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            SocketChannel open = decoder;
            if (open != null) {
                open.close();
            }
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // The system clears its folder of temporary files.
        }
    }
}
