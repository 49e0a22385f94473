package dev.rewind.inference.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of our own to torment. It ends when its input says so, and its words go to a log. */
final class Child {
    /** What a line begins with that says the process is ready. */
    static final String READY = "ready: ";

    private static final long START_SECONDS = 150;

    private final Process process;
    private final CompletableFuture<String> greeting = new CompletableFuture<>();

    /** Starts it, with a small heap and no costly compiler: several of them share two hyperthreads. */
    Child(Path log, int heapMebibytes, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        greeting.orTimeout(START_SECONDS, TimeUnit.SECONDS);
        new Thread(() -> listen(log), "listener").start();
    }

    /** Waits until it is ready, and returns what it said then. */
    String awaitReady() {
        return greeting.join();
    }

    /** Whether it is ready to be tormented. */
    boolean isReady() {
        return process.isAlive() && wasReady();
    }

    boolean wasReady() {
        return greeting.isDone() && !greeting.isCompletedExceptionally();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** Ends it without a chance to do anything about it. */
    void kill() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Lets it shut down in its own time; the future is done when it has. */
    CompletableFuture<?> end() {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            // It has ended already.
        }
        return process.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS);
    }

    /** Goes on to the end, for a process whose words nobody takes stands still. */
    private void listen(Path log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter file =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    greeting.complete(line.substring(READY.length()));
                }
                file.write(line);
                file.newLine();
                file.flush();
            }
        } catch (IOException e) {
            // It was killed in the middle of a word.
        }
        greeting.completeExceptionally(new IllegalStateException("the process ended before it was ready; see " + log));
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
