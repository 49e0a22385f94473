package dev.rewind.training.service;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.frames.KafkaFrameArchive;
import dev.rewind.topics.models.ModelUnavailableException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.training.TrainingListener;
import dev.rewind.training.TrainingProgress;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordingReader;
import dev.rewind.training.store.ClipStore;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.store.StoredFootage;
import dev.rewind.training.watch.Feedback;
import dev.rewind.training.watch.ModelWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads clips, trains and watches in turn, in one thread: no consumer group waits for it, so a round may take as long as it
 * likes. While one is under way, what inference reports is looked at between its steps.
 */
final class TrainingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final String NEXT = "next";

    private final TrainingServiceSettings settings;
    private final RecordingReader reader;
    private final Path roundFolder;
    private final ModelShelf shelf;
    private final Round round;
    private final RecordPublisher publisher;
    private final ModelWriter writer;
    private final ClipIntake intake;
    private final ModelWatch watch;
    private final CandidatePublisher candidates;
    private final RoundSchedule schedule;
    private String lastWait = "";
    private volatile boolean stopping;

    TrainingLoop(KafkaConnection connection, TrainingServiceSettings settings, RecordingReader reader) {
        this.settings = settings;
        this.reader = reader;
        this.roundFolder = settings.workDirectory().resolve("round");
        this.shelf = new ModelShelf(connection, settings.workDirectory().resolve("models"));
        this.round = new Round(settings, this::requireRunning);
        this.schedule = new RoundSchedule(settings.rounds());
        Opened opened = new Opened();
        try {
            publisher = opened.add(new RecordPublisher(connection, "training"));
            writer = opened.add(new ModelWriter(connection, "rewind-training"));
            Feedback feedback = new Feedback();
            PreviousModel previous =
                    new PreviousModel(shelf, settings.training().execution().compute(), this::clips);
            watch = opened.add(new ModelWatch(connection, settings.watch(), writer, feedback, previous));
            intake = opened.add(new ClipIntake(
                    ClipConsumer.open(connection),
                    publisher,
                    new ClipCutter(new KafkaFrameArchive(connection)),
                    new EarlierClips(connection),
                    store(clip(live())),
                    feedback));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        this.candidates = new CandidatePublisher(writer, watch);
    }

    /** Works until {@link #stop}. */
    void run() {
        try {
            boolean changed = true;
            while (!stopping) {
                if (intake.poll(POLL)) {
                    changed = true;
                    schedule.disturb();
                }
                if (intake.isCaughtUp()) {
                    intake.settle();
                    watch.look();
                    if (changed || settings.rounds().every().isPresent()) {
                        changed = !considerRound();
                    }
                }
            }
        } catch (WakeupException | CancellationException e) {
            LOG.debug("stopped", e);
        }
    }

    /** Asks {@link #run} to return soon, from any thread; a round that is under way is left. */
    void stop() {
        stopping = true;
        intake.wakeup();
    }

    private List<StoredClip> clips() {
        return intake.store().clips();
    }

    /** Begins a round if one is due; whether that is settled until something new comes. */
    private boolean considerRound() {
        List<StoredClip> clips = clips();
        RoundClips parts = RoundClips.of(clips, settings.heldOut());
        Optional<String> missing = schedule.missing(
                clips.size(), clips.stream().filter(intake::isFresh).count(), parts);
        if (missing.isPresent()) {
            return waitFor(missing.get(), clips.size());
        }
        if (!schedule.isQuiet()) {
            return false;
        }
        Path live;
        try {
            live = live();
        } catch (ModelUnavailableException e) {
            return waitFor("cannot start from the live model: " + e.getMessage(), clips.size());
        }
        StoredFootage wanted = footage(clip(live));
        if (!wanted.equals(intake.store().footage()) || intake.store().hasLost()) {
            LOG.info("all clips are read again: the live model takes others, or files are gone from the store");
            intake.readAgain(store(clip(live)));
            return false;
        }
        lastWait = "";
        train(live, parts);
        schedule.done();
        return true;
    }

    /** Says once what a round waits for. */
    private boolean waitFor(String what, int clips) {
        if (!what.equals(lastWait)) {
            lastWait = what;
            report(NEXT, Progress.State.WAITING, what, Map.of("clips", (double) clips));
        }
        schedule.left();
        return true;
    }

    private void train(Path live, RoundClips parts) {
        ModelWriter.Read read = intake.read();
        String version = new ModelFolder(live).manifest().preset() + "-" + VERSION.format(Instant.now());
        Map<String, Double> sizes = Map.of(
                "clips", (double) parts.training().size(),
                "heldOut", (double) parts.held().size());
        report(version, Progress.State.STARTING, null, sizes);
        try {
            WorkFolder.delete(roundFolder);
            Candidate candidate = round.run(
                    live,
                    parts,
                    intake.store().footage(),
                    intake::isFresh,
                    version,
                    roundFolder,
                    new Listener(version));
            requireRunning();
            candidates.publish(roundFolder, candidate, read);
            watch.awaitAndPrune(version);
            shelf.keep(watch.catalog().models());
            report(
                    version,
                    Progress.State.DONE,
                    (candidate.verdict().passed() ? "passed the gate: " : "refused by the gate: ")
                            + candidate.verdict().reason(),
                    figures(candidate));
            LOG.info("{}: {}", version, candidate.verdict().reason());
        } catch (CancellationException e) {
            report(version, Progress.State.WAITING, "left by a stop; the next start trains again", Map.of());
            throw e;
        } catch (TrainingServiceException e) {
            report(version, Progress.State.FAILED, e.getMessage(), Map.of());
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the round {} failed; the next waits for more clips", version, e);
            report(version, Progress.State.FAILED, e.getMessage(), Map.of());
        } finally {
            WorkFolder.delete(roundFolder);
        }
        intake.markSeen(read);
    }

    private static Map<String, Double> figures(Candidate candidate) {
        return Map.of(
                "top1", candidate.evaluation().top1(),
                "top5", candidate.evaluation().top5(),
                "clips", (double) candidate.evaluation().clips(),
                "live", candidate.verdict().live(),
                "low", candidate.verdict().low(),
                "high", candidate.verdict().high());
    }

    /** Tells how a round stands, and watches meanwhile. */
    private final class Listener implements TrainingListener {
        private final String version;
        private long looked = System.nanoTime();

        private Listener(String version) {
            this.version = version;
        }

        @Override
        public void step(TrainingProgress progress) {
            if (System.nanoTime() - looked > LOOK_EVERY.toNanos()) {
                watch.look();
                looked = System.nanoTime();
            }
        }

        @Override
        public void epoch(TrainingProgress progress) {
            Map<String, Double> figures = new HashMap<>();
            figures.put("loss", progress.loss());
            figures.put("accuracy", progress.accuracy());
            figures.put("clipsPerSecond", progress.clipsPerSecond());
            figures.put("done", progress.done());
            report(version, Progress.State.RUNNING, "epoch " + progress.epoch(), figures);
        }
    }

    private void report(String version, Progress.State state, String detail, Map<String, Double> figures) {
        String job = "training/" + version;
        publisher.sendJson(Topic.PROGRESS, job, new Progress(job, state, detail, Instant.now(), figures));
    }

    private void requireRunning() {
        if (stopping) {
            throw new CancellationException("the training service stops");
        }
    }

    /** The folder of the live model, or of the one given while there is none. */
    private Path live() {
        return watch.catalog().live().map(shelf::folder).orElse(settings.parent());
    }

    private ClipStore store(ClipSpec clip) {
        return new ClipStore(
                settings.workDirectory().resolve("clips"), settings.store(), footage(clip), settings.heldOut(), reader);
    }

    private StoredFootage footage(ClipSpec clip) {
        return new StoredFootage(settings.training().recipe().footage(clip), Footage.live(clip));
    }

    private static ClipSpec clip(Path model) {
        return new ModelFolder(model).manifest().clip();
    }

    /** Not before {@link #run} has returned. */
    @Override
    public void close() {
        try (publisher;
                writer;
                intake) {
            watch.close();
        }
    }

    /** What was opened, closed again where the next fails to open. */
    private static final class Opened implements AutoCloseable {
        private final Deque<AutoCloseable> all = new ArrayDeque<>();

        private <T extends AutoCloseable> T add(T opened) {
            all.push(opened);
            return opened;
        }

        @Override
        public void close() {
            for (AutoCloseable opened : all) {
                try {
                    opened.close();
                } catch (Exception e) {
                    LOG.warn("cannot close {}", opened, e);
                }
            }
        }
    }
}
