package dev.rewind.ingest.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first words of a process's error stream; the rest is read and dropped, so that the process never waits. */
final class StderrText {
    private static final int KEPT_BYTES = 8192;
    private static final Pattern SIGNAL = Pattern.compile("# +(SIG[A-Z]+|EXCEPTION_[A-Z_]+)");
    private static final Pattern PLACE = Pattern.compile("# Problematic frame:\\R# +\\S+ +\\[?([^\\]+\\s]+)");
    private static final Pattern JAVA =
            Pattern.compile("(?:Exception in thread \"[^\"]*\"|Caused by:) ([\\w.$]+(?:Exception|Error))\\b");

    private final byte[] kept = new byte[KEPT_BYTES];
    private final Thread drain;
    private int length;

    StderrText(InputStream stderr, String name) {
        drain = new Thread(() -> drain(stderr), name);
        drain.setDaemon(true);
        drain.start();
    }

    /** What brought the process down, in a few words; empty if it did not say. Waits until it has said all. */
    String cause() throws InterruptedException {
        drain.join(1000);
        String text;
        synchronized (kept) {
            text = new String(kept, 0, length, StandardCharsets.UTF_8);
        }
        Matcher signal = SIGNAL.matcher(text);
        if (signal.find()) {
            Matcher place = PLACE.matcher(text);
            return signal.group(1) + (place.find() ? " in " + place.group(1) : "");
        }
        // The class alone: a message may repeat the address with its password.
        Matcher java = JAVA.matcher(text);
        return java.find() ? java.group(1) : "";
    }

    private void drain(InputStream stderr) {
        byte[] buffer = new byte[1024];
        try (stderr) {
            for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
                synchronized (kept) {
                    int fits = Math.min(n, kept.length - length);
                    System.arraycopy(buffer, 0, kept, length, fits);
                    length += fits;
                }
            }
        } catch (IOException e) {
            // The process was killed, and its streams were closed.
        }
    }
}
