package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.InlineFrames;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that decodes one file after another as decoder processes do, for starting one for each of thousands would take
 * hours; when one file makes it crash or hang, the next gets another process.
 */
final class MutantDecoder implements AutoCloseable {
    private static final JpegSettings SETTINGS =
            new JpegSettings(new DecodeSettings(Optional.empty(), 32, Duration.ofSeconds(5)), 0.8f);

    private final Duration patience;
    private Process process;
    private BufferedReader answers;
    private int crashes;
    private int hangs;

    /** @param patience the longest that a file may take */
    MutantDecoder(Duration patience) {
        this.patience = patience;
    }

    int crashes() {
        return crashes;
    }

    int hangs() {
        return hangs;
    }

    /** What became of a file in a few words, or nothing where it took the process with it. */
    Optional<String> decode(Path file) throws IOException, InterruptedException {
        if (process == null) {
            start();
        }
        process.getOutputStream().write((file + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::line);
        try {
            String line = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line != null) {
                return Optional.of(line);
            }
            crashes++;
        } catch (TimeoutException e) {
            hangs++;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        close();
        return Optional.empty();
    }

    long pid() {
        return process.pid();
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+DisplayVMOutputToStderr",
                        "-XX:+ErrorFileToStderr",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MutantDecoder.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        line(); // it is ready, which is not to count for the first file
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    public static void main(String[] none) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        InlineFrames.load();
        out.println("ready");
        BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String file = files.readLine(); file != null; file = files.readLine()) {
            out.println(outcome(file));
        }
    }

    private static String outcome(String file) {
        int frames = 0;
        try (InlineFrames video = InlineFrames.open(file, SETTINGS)) {
            while (video.next().isPresent()) {
                frames++;
            }
            return "played " + frames
                    + video.end()
                            .flatMap(end -> end.damage())
                            .map(said -> ": " + said)
                            .orElse("");
        } catch (SourceException e) {
            return "refused after " + frames + ": " + e.getMessage();
        }
    }
}
