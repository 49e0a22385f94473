package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import dev.rewind.model.bench.child.Answering;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Swaps two models to and fro while clips are scored one after another, and says what that took. */
final class SwappingProcess {
    private SwappingProcess() {}

    /** What to do: the folder holds both models. */
    record Job(String bootstrapServers, String directory, int first, int swaps) {}

    /** What the process holds. */
    record Held(long residentKib, long threads, long files) {}

    /**
     * What came of it.
     *
     * @param switches how often the model changed between two clips
     * @param longestSwitchMillis between the last clip of one model and the first of the next, each in a batch by itself
     * @param longestMillis between any other two clips
     */
    record Figures(
            Held first,
            Held last,
            long scored,
            long unscored,
            long switches,
            double longestSwitchMillis,
            double longestMillis) {}

    public static void main(String[] args) {
        Answering.answer(Job.class, SwappingProcess::run);
    }

    private static Figures run(Job job) {
        Torch.useThreads(1);
        KafkaConnection connection = KafkaConnection.of(job.bootstrapServers());
        Path directory = Path.of(job.directory());
        ServingSettings settings = new ServingSettings("swapping", 4, Duration.ofMillis(5), 1000);
        ModelSource source = new ModelSource(directory.resolve("odd"), false, Compute.exact());
        try (ModelServer server = ModelServer.open(connection, settings, source, directory.resolve("downloads"));
                ModelFeed feed = new ModelFeed(connection);
                ModelWriter writer = new ModelWriter(connection, "swapping")) {
            server.start();
            Load load = new Load(server.scorer());
            load.start();
            Held first = null;
            for (int i = 0; i < job.swaps(); i++) {
                String next = i % 2 == 0 ? "even" : "odd";
                writer.change(
                        feed.catalog().promote(next, "swap " + i, false, Instant.now()), ModelWriter.Read.nothing());
                while (!server.model().version().equals(next)) {
                    feed.poll(Duration.ofMillis(20));
                }
                load.awaitScoresOf(next);
                if (i + 1 == job.first()) {
                    first = held();
                }
            }
            Held last = held();
            load.end();
            return new Figures(
                    first,
                    last,
                    load.scored,
                    load.unscored,
                    load.switches,
                    load.longestSwitch / 1e6,
                    load.longest / 1e6);
        }
    }

    private static Held held() {
        System.gc();
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"));
                Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            long[] numbers = status.filter(line -> line.startsWith("VmRSS:") || line.startsWith("Threads:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .toArray();
            return new Held(numbers[0], numbers[1], files.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Clips, one after another, each as soon as the last one is scored. */
    private static final class Load {
        private final Scorer scorer;
        private final Thread thread = new Thread(this::run, "load");
        private volatile boolean ended;
        private volatile String version = "";
        private long scored;
        private long unscored;
        private long switches = -1; // the first clip's model is no switch
        private long longestSwitch;
        private long longest;

        private Load(Scorer scorer) {
            this.scorer = scorer;
        }

        private void start() {
            thread.start();
        }

        private void run() {
            byte[] clip = new byte[RealModels.CLIP.bytes()];
            long before = System.nanoTime();
            while (!ended) {
                try {
                    String now = scorer.submit(clip)
                            .get(60, TimeUnit.SECONDS)
                            .model()
                            .version();
                    long at = System.nanoTime();
                    scored++;
                    if (now.equals(version)) {
                        longest = Math.max(longest, at - before);
                    } else {
                        longestSwitch = switches < 0 ? 0 : Math.max(longestSwitch, at - before);
                        switches++;
                        version = now;
                    }
                    before = at;
                } catch (ExecutionException e) {
                    unscored++;
                } catch (TimeoutException | InterruptedException e) {
                    unscored++;
                    return;
                }
            }
        }

        private void awaitScoresOf(String wanted) {
            while (!version.equals(wanted) && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }

        private void end() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
