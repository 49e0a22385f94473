package dev.rewind.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server over real sockets that does to whoever connects what good ones never do. */
final class BadServer implements AutoCloseable {
    /** What is done to a connection, which is closed afterwards. */
    interface Conduct {
        void meet(InputStream in, OutputStream out) throws IOException;
    }

    /** One connection: when it came, and when the peer was gone or was sent away. */
    record Visit(Instant came, Instant gone) {}

    private static final long BETWEEN_BYTES_MILLIS = 1000;
    private static final String DESCRIPTION = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP 26\r\na=control:track\r\n";

    private final ServerSocket server;
    private final Conduct conduct;
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Socket> open = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private int came;

    BadServer(Conduct conduct) throws IOException {
        this.conduct = conduct;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        connections.execute(this::accept);
    }

    /** @param scheme http or rtsp */
    String address(String scheme) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + "/live";
    }

    /** The first so many connections that are over, once that many more have come and at least one is new. */
    synchronized List<Visit> awaitVisits(int over, int andCame, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (visits.size() < over || came < over + andCame) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + came + " connections came and " + visits.size() + " are over, where "
                        + (over + andCame) + " and " + over + " were waited for");
            }
            wait(left);
        }
        return List.copyOf(visits);
    }

    /** Accepts and says nothing. */
    static Conduct silent() {
        return BadServer::untilGone;
    }

    /** Sends the first part of a video as if more were to come, and then nothing. */
    static Conduct fallingSilent(byte[] video) {
        return (in, out) -> {
            answerHttp(in, out);
            out.write(video);
            untilGone(in, out);
        };
    }

    /** Sends bytes and closes, where they are part of a video most likely in the middle of a frame. */
    static Conduct sending(byte[] video) {
        return (in, out) -> {
            answerHttp(in, out);
            out.write(video);
        };
    }

    /** Sends a byte a second: of a video where there is one, else of an answer. */
    static Conduct trickling(byte[] video) {
        return (in, out) -> {
            if (video.length > 0) {
                answerHttp(in, out);
            }
            byte[] bytes = video.length > 0 ? video : "RTSP/1.0 200 OK".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; ; i++) {
                out.write(bytes[i % bytes.length]);
                out.flush();
                pause();
            }
        };
    }

    /** Sends the first part of a video, and then nonsense as fast as it is taken. */
    static Conduct flooding(byte[] video) {
        return (in, out) -> {
            answerHttp(in, out);
            out.write(video);
            byte[] nonsense = new byte[1 << 16];
            Random random = new Random(5);
            while (true) {
                random.nextBytes(nonsense);
                out.write(nonsense);
            }
        };
    }

    /** Agrees on a stream by RTSP, and then sends nothing of it. */
    static Conduct rtspSilent() {
        return (in, out) -> {
            agree(in, out);
            untilGone(in, out);
        };
    }

    /** Agrees on a stream by RTSP, and closes in the middle of its first packet. */
    static Conduct rtspClosing() {
        return (in, out) -> {
            agree(in, out);
            out.write(new byte[] {'$', 0, 4, 0, (byte) 0x80, 26, 0, 1, 0});
        };
    }

    /** Agrees on a stream by RTSP, and sends packets of nonsense as fast as they are taken. */
    static Conduct rtspFlooding() {
        return (in, out) -> {
            agree(in, out);
            byte[] packet = new byte[1004];
            Random random = new Random(5);
            while (true) {
                random.nextBytes(packet);
                System.arraycopy(new byte[] {'$', 0, 3, (byte) 0xe8, (byte) 0x80, 26}, 0, packet, 0, 6);
                out.write(packet);
            }
        };
    }

    private static void answerHttp(InputStream in, OutputStream out) throws IOException {
        request(in);
        out.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void agree(InputStream in, OutputStream out) throws IOException {
        for (List<String> request = request(in); ; request = request(in)) {
            String first = request.get(0);
            String number = request.stream()
                    .filter(line -> line.startsWith("CSeq"))
                    .findFirst()
                    .orElse("CSeq: 1");
            String rest = "\r\n";
            if (first.startsWith("DESCRIBE")) {
                rest = "Content-Type: application/sdp\r\nContent-Length: " + DESCRIPTION.length() + "\r\n\r\n"
                        + DESCRIPTION;
            } else if (first.startsWith("SETUP")) {
                rest = "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
            }
            out.write(("RTSP/1.0 200 OK\r\n" + number + "\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
            if (first.startsWith("PLAY")) {
                return;
            }
        }
    }

    private static List<String> request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new SocketException("the peer is gone");
            }
            text.append((char) next);
        }
        return Arrays.asList(text.toString().split("\r\n"));
    }

    private static void untilGone(InputStream in, OutputStream out) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** The pace is what this server is bad at. */
    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_BYTES_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket peer = server.accept();
                Instant now = Instant.now();
                synchronized (this) {
                    open.add(peer);
                    came++;
                    notifyAll();
                }
                connections.execute(() -> meet(peer, now));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void meet(Socket peer, Instant when) {
        try (peer) {
            conduct.meet(peer.getInputStream(), peer.getOutputStream());
        } catch (IOException e) {
            // The peer is gone, which is what bad servers are for.
        }
        synchronized (this) {
            visits.add(new Visit(when, Instant.now()));
            notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        synchronized (this) {
            for (Socket peer : open) {
                peer.close();
            }
        }
        connections.shutdownNow();
    }
}
