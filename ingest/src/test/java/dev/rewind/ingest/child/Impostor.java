package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.decode.VideoFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A decoder process as a hostile video might make it. */
final class Impostor {
    private static final VideoFacts FACTS =
            new VideoFacts("mp4", "h264", 16, 16, 0, OptionalDouble.empty(), Optional.empty(), OptionalLong.empty());
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 0, 0, (byte) 0xff, (byte) 0xd9};

    private Impostor() {}

    /** A process that behaves as told. */
    static Process start(String behaviour) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+DisplayVMOutputToStderr",
                        "-XX:+ErrorFileToStderr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Impostor.class.getName(),
                        behaviour)
                .start();
    }

    public static void main(String[] behaviour) throws Exception {
        MessageWriter out = new MessageWriter(System.out);
        Request.read(System.in);
        out.write(new Message.Ready());
        out.write(new Message.Hello(FACTS));
        out.write(new Message.Picture(0, new JpegFrame(JPEG, 16, 16, Duration.ZERO)));
        switch (behaviour[0]) {
            case "grow" -> grow();
            case "spin" -> spin();
            case "crash" -> crash();
            case "throw" -> throw new IllegalStateException("http://me:secret@host");
            case "print" -> System.out.println("Hello, world");
            case "boast" ->
                System.out.write(ByteBuffer.allocate(4).putInt(1 << 30).array());
            case "cut" -> System.out.write(new byte[] {0, 0, 4, 0, 'P'});
            case "lie" -> out.write(new Message.Picture(7, new JpegFrame(JPEG, 16, 16, Duration.ZERO)));
            case "text" -> out.write(new Message.Picture(1, text()));
            case "again" -> out.write(new Message.Hello(FACTS));
            case "chatter" -> chatter(out);
            default -> throw new IllegalArgumentException(behaviour[0]);
        }
        System.out.flush();
        if (!behaviour[0].equals("chatter")) {
            Thread.sleep(60_000);
        }
    }

    private static JpegFrame text() {
        return new JpegFrame("no picture".getBytes(StandardCharsets.US_ASCII), 16, 16, Duration.ZERO);
    }

    private static void grow() throws InterruptedException {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            kept.add(new byte[1 << 20]);
            Thread.sleep(kept.size() / 200);
        }
    }

    private static void spin() {
        long sum = 0;
        while (sum >= 0) {
            sum += System.nanoTime() & 1;
        }
    }

    /** As native code does: this signal makes the virtual machine print its report and abort. */
    private static void crash() throws Exception {
        new ProcessBuilder(
                        "kill", "-SEGV", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    private static void chatter(MessageWriter out) throws IOException {
        for (int i = 0; i < 100_000; i++) {
            System.err.println("and another thing: " + "blah ".repeat(10));
        }
        out.write(new Message.End(new VideoEnd(1, Optional.empty())));
    }
}
