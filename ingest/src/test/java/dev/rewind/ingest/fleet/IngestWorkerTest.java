package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.SentRecords;
import dev.rewind.ingest.SentRecords.Sent;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.SourceStatus;
import dev.rewind.topics.sources.SourceStatus.State;
import dev.rewind.topics.sources.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One worker over a real broker, with real videos. */
@Timeout(120)
class IngestWorkerTest {
    private static final StreamSettings LOOPING = FleetScene.settings("{\"loop\": true}");
    private static final StreamSettings SINGLY = FleetScene.settings("{\"framesPerRecord\": 1}");

    @TempDir
    private static Path shared;

    private static FleetScene scene;
    private static SourceSpec looping;
    private static SourceSpec once;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        scene = new FleetScene(shared.resolve("broker"));
        String walk = Recording.steady(shared.resolve("walk.mp4"), 10, 10).toString();
        once = SourceSpec.of(walk);
        looping = new SourceSpec(walk, false, LOOPING);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @AfterEach
    void removeSources() {
        scene.removeAll();
    }

    @Test
    void playsWhatIsAddedUntilItIsRemoved() {
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("added", looping);
            SourceStatus added = scene.once("added", State.RUNNING);

            assertThat(added.worker()).isEqualTo("one");
            assertThat(added.figures()).containsKeys("frames", "restarts");
            assertThat(scene.epochs("added", 2)).hasSizeGreaterThan(1);
            assertThat(worker.isIdle()).isFalse();

            scene.remove("added");
            scene.once(catalog -> catalog.sources().isEmpty() && catalog.told().isEmpty());
            assertThat(worker.playing()).isZero();
            assertThat(worker.isIdle()).isTrue();
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void isIdleOnlyOnceItKnowsThatNothingFallsToIt() {
        try (IngestWorker worker = FleetScene.worker(KafkaConnection.of("127.0.0.1:1"), "lost", DecodeMode.INLINE)) {
            assertThat(worker.playing()).isZero();
            assertThat(worker.isIdle()).isFalse();
        }
        try (IngestWorker worker = scene.worker("one")) {
            scene.once(catalog -> worker.isIdle());
        }
    }

    @Test
    void pausesAndGoesOnInANewEpoch() {
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("halting", looping);
            scene.once("halting", State.RUNNING);

            scene.write("halting", looping.withPaused(true));
            scene.once("halting", State.PAUSED);
            scene.once(catalog -> "stopped".equals(catalog.told().get("halting").detail()));
            assertThat(worker.playing()).isZero();
            Instant halted = Instant.now();

            scene.write("halting", looping);
            scene.once("halting", State.RUNNING);
            List<Sent> sent = SentRecords.frames(
                    scene.connection(),
                    "halting",
                    all -> last(all).headers().captured().isAfter(halted));
            List<Sent> earlier = sent.subList(0, sent.size() - 1);
            assertThat(FleetScene.epochs(earlier))
                    .isNotEmpty()
                    .allMatch(epoch -> epoch < last(sent).headers().epoch());
        }
    }

    private static Sent last(List<Sent> sent) {
        return sent.get(sent.size() - 1);
    }

    @Test
    void playsAChangedSourceByItsNewSettings() {
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("changing", looping);
            scene.epochs("changing", 2); // all records of the first are there

            scene.write("changing", new SourceSpec(looping.url(), false, SINGLY.over(LOOPING)));

            List<Sent> sent = SentRecords.frames(scene.connection(), "changing", records -> {
                Sent last = last(records);
                return last.numbers().size() == 1 && last.headers().sequence() == 1;
            });
            assertThat(sent.get(0).numbers()).hasSize(4);
            assertThat(worker.playing()).isEqualTo(1);
        }
    }

    @Test
    void leavesARunningStreamAloneWhenItsRecordIsWrittenOnceMore() {
        SourceSpec longer = SourceSpec.of(
                Recording.steady(folder.resolve("longer.mp4"), 60, 10).toString());
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("steady", longer);
            scene.once("steady", State.RUNNING);
            scene.write("steady", longer);

            List<Sent> sent = SentRecords.frames(scene.connection(), "steady", all -> numbers(all) >= 60);
            assertThat(FleetScene.epochs(sent)).hasSize(1);
            assertThat(worker.failure()).isEmpty();
        }
    }

    private static int numbers(List<Sent> sent) {
        return sent.stream().mapToInt(record -> record.numbers().size()).sum();
    }

    @Test
    void playsAFileOnceWhicheverWorkerHasIt() {
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("once", once);
            assertThat(scene.once("once", State.ENDED).worker()).isEqualTo("one");
            assertThat(worker.failure()).isEmpty();
        }
        try (IngestWorker worker = scene.worker("two")) {
            scene.write("other", looping);
            scene.once("other", State.RUNNING);
            assertThat(worker.playing()).isEqualTo(1);
            assertThat(workerOf("once", SourceFeed.read(scene.connection()))).isEqualTo("one");

            // Written anew, it is wanted anew.
            scene.write("once", once);
            scene.once(catalog -> "two".equals(workerOf("once", catalog)));
        }
    }

    private static String workerOf(String stream, SourceCatalog catalog) {
        return catalog.status(stream, Instant.now()).worker();
    }

    @Test
    void saysWhyASourceCannotBePlayedAndPlaysTheOthers() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp4"), "Dear reader");
        try (IngestWorker worker = scene.worker("one")) {
            scene.write("secret", "{\"url\":\"rtsp://admin:s3cret@camera/1\"}");
            scene.write("torn", "{\"url\":");
            scene.write("gopher", SourceSpec.of("gopher://camera/1"));
            scene.write("letter", SourceSpec.of(text.toString()));
            scene.write("good", looping);

            scene.once("good", State.RUNNING);
            assertThat(scene.once("gopher", State.FAILED).problem()).contains("begins with gopher://");
            assertThat(scene.once("letter", State.FAILED).problem()).contains("letter.mp4 is not a video");
            assertThat(scene.once("torn", State.FAILED).problem()).contains("is not the JSON of a SourceSpec");
            SourceCatalog catalog = scene.once(all -> all.told().containsKey("secret"));
            assertThat(catalog.told().get("secret").detail())
                    .startsWith("a url with a user or password")
                    .contains("--credentials")
                    .doesNotContain("s3cret");
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void neverPlaysWhatWasRemovedBeforeItCame() {
        // More than a consumer takes at once, so that the removal comes later.
        for (int i = 0; i < 600; i++) {
            scene.write("gone", looping);
        }
        scene.remove("gone");
        scene.write("there", looping);

        try (IngestWorker worker = scene.worker("one")) {
            scene.once("there", State.RUNNING);
            assertThat(scene.wasTold("there")).isTrue();
            assertThat(scene.wasTold("gone")).isFalse();
            assertThat(worker.playing()).isEqualTo(1);
        }
    }
}
