package dev.rewind.model.bench.child;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a job in a JVM of its own: this one's Java, class path and system properties, a heap that lies in memory from the
 * start and neither grows nor shrinks, so that whatever else grows is native memory. The job goes in as JSON, and so comes
 * the answer out; see {@link Answering}.
 *
 * @param heapBytes size of the heap; rounded up to whole MiB
 * @param flags of the JVM, beside those
 * @param malloc settings of the C library's allocator, environment variables that begin with {@code MALLOC_}; those that
 *     this process has itself are not handed on
 */
public record FreshJvm(long heapBytes, List<String> flags, Map<String, String> malloc) {
    private static final int MEBIBYTE = 1 << 20;
    private static final int LAST_WORDS = 3;
    private static final int KILLED = 137;

    public FreshJvm {
        flags = List.copyOf(flags);
        malloc = Map.copyOf(malloc);
    }

    /**
     * Runs a job to its end.
     *
     * @param main a class whose main method calls {@link Answering#answer}
     * @param job a record
     * @param answer what comes back, a record
     * @throws BenchException if nothing does
     */
    public <A> A run(Class<?> main, Object job, Class<A> answer) {
        Path log = null;
        try {
            log = Files.createTempFile("rewind-bench", ".log");
            return Answering.read(reply(main, job, log), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start a process to measure in: " + e.getMessage() + "; is there memory and disk left?", e);
        } finally {
            delete(log);
        }
    }

    /** What the process printed. */
    private String reply(Class<?> main, Object job, Path log) throws IOException {
        Process process = builder(main).redirectError(log.toFile()).start();
        Thread end = new Thread(process::destroyForcibly, "end-of-bench");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(Answering.write(job));
            } catch (IOException e) {
                // It ended before it read: its exit code and its log say why.
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new BenchException(ending(code) + lastWords(log));
            }
            return said.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while a process was measuring", e);
        } finally {
            process.destroyForcibly();
            removeHook(end);
        }
    }

    private ProcessBuilder builder(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inherited().forEach(command::add);
        long mebibytes = (heapBytes + MEBIBYTE - 1) / MEBIBYTE;
        command.addAll(
                List.of("-Xms" + mebibytes + "m", "-Xmx" + mebibytes + "m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(Redirect.PIPE);
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        builder.environment().putAll(malloc);
        return builder;
    }

    /** What the native libraries are found and allowed by. */
    private static Stream<String> inherited() {
        Stream<String> access = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-D") || argument.startsWith("--enable-native-access"));
        Stream<String> engine = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ai.djl."))
                .map(name -> "-D" + name + "=" + System.getProperty(name));
        return Stream.concat(access, engine);
    }

    private static String ending(int code) {
        return "the measuring process ended with code " + code
                + (code == KILLED
                        ? ": it was killed, most likely for want of memory; take a smaller batch or shorter clips"
                        : "");
    }

    private static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty()
                    ? ""
                    : "; its last words: "
                            + String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return ""; // not readable as text
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is going down, and the hook has run.
        }
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit(); // still held by a process that is being destroyed
            }
        }
    }
}
