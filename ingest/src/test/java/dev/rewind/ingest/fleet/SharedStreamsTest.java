package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that come, go and die, over a real broker. */
@Timeout(180)
class SharedStreamsTest {
    private static final String FIRST = "first";
    private static final String SECOND = "second";

    @TempDir
    private static Path folder;

    private static FleetScene scene;
    private static SourceSpec endless;

    private List<String> streams;

    @BeforeAll
    static void start() {
        scene = new FleetScene(folder.resolve("broker"));
        // Longer than the tests take: what plays on without a break is one epoch.
        endless = SourceSpec.of(
                Recording.steady(folder.resolve("walk.mp4"), 2000, 10).toString());
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private void write(String name) {
        streams = IntStream.range(0, 12).mapToObj(i -> name + "-" + i).toList();
        streams.forEach(stream -> scene.write(stream, endless));
    }

    @AfterEach
    void removeSources() {
        scene.removeAll();
    }

    @Test
    void aSecondWorkerTakesItsShareAndGivesItBackWithoutABreakForTheOthers() {
        write("shared");
        try (IngestWorker first = scene.worker(FIRST)) {
            scene.onceRunning(streams);
            Set<String> moved;
            try (IngestWorker second = scene.worker(SECOND)) {
                SourceCatalog both = onceSharedBy(Set.of(FIRST, SECOND));
                moved = playedBy(SECOND, both);
                assertThat(second.playing()).isEqualTo(moved.size()).isBetween(1, 11);
                assertThat(first.playing()).isEqualTo(12 - moved.size());
            }
            onceSharedBy(Set.of(FIRST));

            for (String stream : streams) {
                assertThat(scene.epochs(stream))
                        .as("epochs of " + stream)
                        .hasSize(moved.contains(stream) ? 3 : 1)
                        .isSorted();
            }
        }
    }

    @Test
    void theStreamsOfAKilledWorkerRunElsewhereInANewEpoch() throws IOException, InterruptedException {
        write("killed");
        Process doomed = WorkerProcess.start(scene.connection(), SECOND, DecodeMode.INLINE);
        try (IngestWorker first = scene.worker(FIRST)) {
            Set<String> moved = playedBy(SECOND, onceSharedBy(Set.of(FIRST, SECOND)));

            Map<String, List<Long>> before =
                    streams.stream().collect(Collectors.toMap(Function.identity(), scene::epochs));
            doomed.destroyForcibly().waitFor(); // SIGKILL: it says goodbye to nobody

            onceSharedBy(Set.of(FIRST));
            assertThat(first.playing()).isEqualTo(12);
            for (String stream : streams) {
                List<Long> after = scene.epochs(stream);
                List<Long> stayed = before.get(stream);
                assertThat(after)
                        .as("epochs of " + stream)
                        .startsWith(stayed.toArray(Long[]::new))
                        .isSorted();
                assertThat(after.size())
                        .as("epochs of " + stream)
                        .isEqualTo(stayed.size() + (moved.contains(stream) ? 1 : 0));
            }
        } finally {
            doomed.destroyForcibly().waitFor();
        }
    }

    private SourceCatalog onceSharedBy(Set<String> workers) {
        return scene.once(catalog -> FleetScene.isRunning(catalog, streams)
                && catalog.told().values().stream()
                        .map(told -> told.notes().get("worker"))
                        .collect(Collectors.toSet())
                        .equals(workers));
    }

    private static Set<String> playedBy(String worker, SourceCatalog catalog) {
        return catalog.told().entrySet().stream()
                .filter(told -> worker.equals(told.getValue().notes().get("worker")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
