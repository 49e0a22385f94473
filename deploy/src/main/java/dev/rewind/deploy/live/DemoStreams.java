package dev.rewind.deploy.live;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.ingest.source.Source;
import dev.rewind.ingest.source.VideoFile;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Four synthetic videos to play when there is no other; drawn once, then kept. */
public final class DemoStreams {
    private static final int COUNT = 4;
    private static final long SEED = 2026;

    private DemoStreams() {}

    /**
     * Begins to draw what is not there yet, one video after another, so that the first can play early.
     *
     * @return the sources by stream id
     */
    public static Map<String, CompletableFuture<Source>> in(Path directory) {
        Map<String, CompletableFuture<Source>> sources = new LinkedHashMap<>();
        for (int stream = 0; stream < COUNT; stream++) {
            sources.put("demo-" + stream, new CompletableFuture<>());
        }
        Thread artist = new Thread(() -> draw(directory, sources), "demo-streams");
        artist.setDaemon(true);
        artist.start();
        return sources;
    }

    private static void draw(Path directory, Map<String, CompletableFuture<Source>> sources) {
        int number = 0;
        for (Map.Entry<String, CompletableFuture<Source>> source : sources.entrySet()) {
            try {
                Path file = file(directory, source.getKey(), number++);
                source.getValue().complete(new VideoFile(source.getKey(), file));
            } catch (IOException e) {
                source.getValue().completeExceptionally(new CommandFailure(e.getMessage(), e));
            } catch (RuntimeException | LinkageError e) {
                source.getValue().completeExceptionally(e);
            }
        }
    }

    private static Path file(Path directory, String stream, int number) throws IOException {
        for (Format format : Format.values()) {
            Path kept = directory.resolve(stream + "." + format.extension());
            if (Files.isRegularFile(kept)) {
                return kept;
            }
        }
        return SyntheticVideos.writeDemo(directory, number, SEED);
    }
}
