package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos with flipped bits, cut off, spliced and overwritten: each is played as far as it goes or refused, and in time. */
class MutatedVideosTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A busy machine's; a file that hangs does so for ever. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void hundredsArePlayedOrRefused() throws Exception {
        decode(300, 1);
    }

    @Tag("slow")
    @Test
    void tenThousandArePlayedOrRefused() throws Exception {
        decode(10_000, 2);
    }

    @Test
    @Timeout(300)
    void decoderProcessesLeaveNothingBehind() throws Exception {
        probe(20, 3);
    }

    @Tag("slow")
    @Test
    void hundredsOfDecoderProcessesLeaveNothingBehind() throws Exception {
        probe(500, 4);
    }

    /** Many in one process; the decoder itself neither crashes nor hangs nor grows. */
    private void decode(int count, long seed) throws Exception {
        Mutants mutants = Mutants.of(folder, seed);
        Path file = folder.resolve("mutant");
        List<String> played = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<Integer> lost = new ArrayList<>();
        long most = 0;
        try (MutantDecoder decoder = new MutantDecoder(PATIENCE.plus(SLACK))) {
            for (int i = 0; i < count; i++) {
                Files.write(file, mutants.next());
                String outcome = decoder.decode(file).orElse("");
                if (outcome.isEmpty()) {
                    lost.add(i);
                } else {
                    (outcome.startsWith("played") ? played : refused).add(outcome);
                    most = Math.max(most, residentMiB(decoder.pid()));
                }
            }
            assertThat(lost)
                    .as(decoder.crashes() + " crashed and " + decoder.hangs() + " hung")
                    .isEmpty();
        }
        // Not one kind of damage only.
        assertThat(played).hasSizeGreaterThan(count / 5);
        assertThat(refused)
                .hasSizeGreaterThan(count / 20)
                .allSatisfy(reason -> assertThat(reason).contains("mutant").matches("[^\\n]{20,}"));
        assertThat(most).isLessThan(600);
    }

    /** Each in a process of its own, as sources are. */
    private void probe(int count, long seed) throws Exception {
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of("/proc/self/fd")), "skipped: this system has no /proc/self/fd");
        Mutants mutants = Mutants.of(folder, seed);
        Path file = folder.resolve("mutant");
        probe(Files.write(file, mutants.next()));
        long files = openFiles();
        int threads = Thread.activeCount();
        long heap = usedHeapMiB();
        long memory = residentMiB(ProcessHandle.current().pid());
        for (int i = 0; i < count; i++) {
            probe(Files.write(file, mutants.next()));
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(openFiles()).isLessThanOrEqualTo(files + 5);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 3);
        assertThat(usedHeapMiB() - heap).isLessThan(16);
        assertThat(residentMiB(ProcessHandle.current().pid()) - memory).isLessThan(150);
    }

    private static void probe(Path file) {
        long start = System.nanoTime();
        Probe probe = Probe.of(file.toString(), PATIENCE, PATIENCE);
        assertThat(probe.ok() || probe.reason().isPresent()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.plus(SLACK));
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long usedHeapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() >> 20;
    }

    /** 0 where the system does not tell. */
    private static long residentMiB(long pid) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
