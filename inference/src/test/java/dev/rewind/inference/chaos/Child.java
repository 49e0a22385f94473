package dev.rewind.inference.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of our own to torment. It ends when its input says so, and writes its log to a file. */
final class Child {
    private static final long START_SECONDS = 150;

    private final Process process;
    private final CompletableFuture<String> greeting;

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
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        greeting = CompletableFuture.supplyAsync(this::firstLine, task -> new Thread(task, "greeting").start())
                .orTimeout(START_SECONDS, TimeUnit.SECONDS);
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

    private String firstLine() {
        try {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null) {
                throw new IllegalStateException("the process ended before it was ready");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
