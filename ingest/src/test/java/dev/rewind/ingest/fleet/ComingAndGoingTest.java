package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.sources.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker from which a thousand sources come and go, each decoded in a process of its own. */
class ComingAndGoingTest {
    private static final Logger LOG = LoggerFactory.getLogger(ComingAndGoingTest.class);
    private static final int ROUNDS = 100;
    private static final int AT_ONCE = 10;
    private static final int FIRST = 20;

    /** What a process has at one moment. */
    private record Figures(long residentKib, long heapKib, long threads, long files, long children) {
        static Figures of(Process process) throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            long heap = Long.parseLong(process.inputReader().readLine());
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            List<String> status = Files.readAllLines(proc.resolve("status"));
            try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
                return new Figures(
                        number(status, "VmRSS:"),
                        heap,
                        number(status, "Threads:"),
                        open.count(),
                        process.descendants().count());
            }
        }

        private static long number(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    @Tag("slow") // a quarter of an hour: a thousand decoder processes
    @Timeout(3600)
    void aThousandSourcesLeaveNothingBehind(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux says what a process has");
        SourceSpec walk = SourceSpec.of(
                Recording.steady(folder.resolve("walk.mp4"), 2000, 10).toString());
        try (FleetScene scene = new FleetScene(folder.resolve("broker"))) {
            Process worker = WorkerProcess.start(scene.connection(), "one", DecodeMode.CHILD);
            try {
                Figures first = null;
                Figures last = null;
                for (int round = 0; round < ROUNDS; round++) {
                    last = comeAndGo(scene, walk, round, worker);
                    first = round == FIRST ? last : first;
                }
                LOG.warn("after {} sources {}, after {} {}", FIRST * AT_ONCE, first, ROUNDS * AT_ONCE, last);

                assertThat(last.children()).isZero();
                assertThat(last.threads()).isLessThanOrEqualTo(first.threads() + 1);
                assertThat(last.files()).isLessThanOrEqualTo(first.files() + 2);
                assertThat(last.heapKib()).isLessThanOrEqualTo(first.heapKib() + 1024);
                assertThat(last.residentKib()).isLessThanOrEqualTo((long) (1.1 * first.residentKib()));
            } finally {
                worker.destroyForcibly().waitFor();
            }
        }
    }

    private static Figures comeAndGo(FleetScene scene, SourceSpec walk, int round, Process worker) throws IOException {
        List<String> streams = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> "camera-" + (round * AT_ONCE + i))
                .toList();
        streams.forEach(stream -> scene.write(stream, walk));
        scene.onceRunning(streams);
        assertThat(worker.descendants()).isNotEmpty();
        streams.forEach(scene::remove);
        scene.once(catalog -> catalog.told().isEmpty());
        Figures figures = Figures.of(worker);
        LOG.info("round {}: {}", round, figures);
        return figures;
    }
}
