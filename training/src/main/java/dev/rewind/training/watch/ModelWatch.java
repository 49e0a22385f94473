package dev.rewind.training.watch;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelUnavailableException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.ShadowReport;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about models that passed the gate: promotes a shadow when its time is over, turns refusals by inference into
 * refused models, and brings the previous model back when people disagree with the live one. For one thread.
 */
public final class ModelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration CLOCKS = Duration.ofSeconds(2);
    private static final Duration OWN_CHANGES = Duration.ofSeconds(10);

    private final WatchSettings settings;
    private final ModelFeed feed;
    private final ModelWriter writer;
    private final Reports reports;
    private final Feedback feedback;
    private final Disagreement.Hindsight hindsight;
    private final ShadowTime shadowTime;
    private final Disagreement disagreement;
    private String judged = ""; // what people's labels were last looked at for
    private String stuck = ""; // a refused live model that replaced none

    /**
     * Begins to watch.
     *
     * @param writer stays the caller's to close
     * @param hindsight labels clips with a model that does not serve now
     */
    public ModelWatch(
            KafkaConnection connection,
            WatchSettings settings,
            ModelWriter writer,
            Feedback feedback,
            Disagreement.Hindsight hindsight) {
        this.settings = settings;
        this.writer = writer;
        this.feedback = feedback;
        this.hindsight = hindsight;
        this.shadowTime = new ShadowTime(settings.shadow());
        this.disagreement = new Disagreement(settings.rollback());
        feed = new ModelFeed(connection);
        try {
            reports = new Reports(connection, oldestInUse(feed.catalog()));
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    /** The models there are. */
    public ModelCatalog catalog() {
        feed.poll(AT_ONCE);
        return feed.catalog();
    }

    /**
     * Looks at what was reported and said since, and acts on it.
     *
     * @throws ModelUnavailableException if a change cannot be written
     */
    public void look() {
        feed.poll(AT_ONCE);
        reports.poll(AT_ONCE);
        lookAtRefusals();
        lookAtShadow();
        lookAtFeedback();
    }

    /** Waits until a change that was written elsewhere is seen here, and removes the models that are too old now. */
    public void awaitAndPrune(String version) {
        await(() -> feed.catalog().find(version).isPresent());
        prune();
    }

    /** What all instances together reported of a shadow. */
    Optional<ShadowReport> reported(String version) {
        return reports.shadow(version);
    }

    /** The shadows that a newer candidate takes the place of. */
    public List<ModelRecord> superseded(String by, Instant now) {
        return feed.catalog().models().stream()
                .filter(model -> model.state() == State.SHADOW)
                .map(model -> model.with(Standing.of(
                        State.REFUSED, now, "the newer candidate " + by + " took its place before its time was over")))
                .toList();
    }

    private void lookAtRefusals() {
        ModelCatalog catalog = feed.catalog();
        catalog.shadow().ifPresent(shadow -> reports.refusal(shadow.version(), since(shadow))
                .ifPresent(reason -> change(
                        List.of(shadow.with(Standing.of(State.REFUSED, Instant.now(), "inference " + reason))))));
        catalog.live().ifPresent(live -> reports.refusal(live.version(), since(live))
                .ifPresent(reason -> rollback(live, "inference " + reason)));
    }

    private void lookAtShadow() {
        ModelCatalog catalog = feed.catalog();
        Optional<ModelRecord> found = catalog.shadow();
        if (found.isEmpty()) {
            return;
        }
        ModelRecord shadow = found.get();
        Instant now = Instant.now();
        String live = catalog.live().map(ModelRecord::version).orElse(shadow.parent());
        if (shadow.parent() != null && !shadow.parent().equals(live)) {
            change(List.of(shadow.with(Standing.of(
                    State.REFUSED, now, "was measured against " + shadow.parent() + ", but " + live + " serves now"))));
            return;
        }
        Optional<ShadowReport> report = reports.shadow(shadow.version());
        Duration lasted = Duration.between(shadow.standing().since(), now);
        shadowTime.end(report, reports.heardOf(shadow.version()), lasted).ifPresent(end -> {
            ModelRecord measured = withFigures(shadow, report);
            if (end.passed()) {
                change(catalog.promote(shadow.version(), end.reason(), false, now).stream()
                        .map(model ->
                                model.version().equals(shadow.version()) ? measured.with(model.standing()) : model)
                        .toList());
            } else {
                change(List.of(measured.with(Standing.of(State.REFUSED, now, end.reason()))));
            }
            prune();
        });
    }

    private void lookAtFeedback() {
        ModelCatalog catalog = feed.catalog();
        Optional<ModelRecord> live = catalog.live();
        Optional<ModelRecord> previous = live.flatMap(ModelWatch::replaced).flatMap(catalog::find);
        if (previous.isEmpty()) {
            return;
        }
        String question = live.get().version() + " " + live.get().standing().since() + " " + feedback.heard();
        if (!question.equals(judged)) {
            judged = question;
            disagreement
                    .reason(live.get(), previous.get(), feedback, hindsight)
                    .ifPresent(reason -> rollback(live.get(), reason));
        }
    }

    private void rollback(ModelRecord live, String reason) {
        ModelCatalog catalog = feed.catalog();
        if (replaced(live).flatMap(catalog::find).isEmpty()) {
            if (!stuck.equals(live.version())) {
                stuck = live.version();
                LOG.warn(
                        "the live model {} replaced none that could come back, although {}; promote one of those that"
                                + " 'rewind models ls' shows",
                        live.version(),
                        reason);
            }
            return;
        }
        change(catalog.rollback(reason, Instant.now()));
    }

    private void change(List<ModelRecord> records) {
        writer.change(records, ModelWriter.Read.nothing());
        records.forEach(model -> LOG.info(
                "{} is {}: {}", model.version(), model.state(), model.standing().reason()));
        await(() -> records.stream().allMatch(model -> feed.catalog().find(model.version()).stream()
                .anyMatch(seen -> seen.standing().equals(model.standing()))));
    }

    /** So that nothing is decided twice. */
    private void await(BooleanSupplier seen) {
        long start = System.nanoTime();
        while (!seen.getAsBoolean() && System.nanoTime() - start < OWN_CHANGES.toNanos()) {
            feed.poll(Duration.ofMillis(50));
        }
    }

    private void prune() {
        ModelCatalog catalog = feed.catalog();
        List<ModelRecord> idle = catalog.models().stream()
                .filter(model -> model.state() != State.LIVE && model.state() != State.SHADOW)
                .filter(model ->
                        catalog.live().flatMap(ModelWatch::replaced).stream().noneMatch(model.version()::equals))
                .toList();
        List<ModelRecord> old = new ArrayList<>(idle.subList(0, Math.max(0, idle.size() - settings.keep())));
        for (ModelRecord model : old) {
            LOG.info("removes {}, for {} newer ones are kept", model.version(), settings.keep());
            writer.remove(model);
        }
        await(() -> old.stream()
                .noneMatch(model -> feed.catalog().find(model.version()).isPresent()));
    }

    private static ModelRecord withFigures(ModelRecord model, Optional<ShadowReport> report) {
        Trial trial = model.trial() == null ? new Trial(Map.of(), null, null) : model.trial();
        Map<String, Double> metrics = new HashMap<>(trial.metrics());
        report.filter(seen -> seen.clips() > 0).ifPresent(seen -> {
            metrics.put("shadowClips", (double) seen.clips());
            metrics.put("shadowAgreement", seen.agreed() / (double) seen.clips());
            metrics.put("shadowSpeed", ShadowTime.speed(seen));
        });
        return new ModelRecord(
                model.version(),
                model.parent(),
                model.standing(),
                model.weights(),
                new Trial(metrics, trial.verdict(), trial.confusion()),
                model.profile(),
                model.manifest());
    }

    private static Optional<String> replaced(ModelRecord live) {
        return Optional.ofNullable(live.standing().replaced());
    }

    /** Since when reports count: another machine's clock may be a little behind. */
    private static Instant since(ModelRecord model) {
        return model.standing().since().minus(CLOCKS);
    }

    /** Since when reports on the models in use can lie there. */
    private static Instant oldestInUse(ModelCatalog catalog) {
        return Stream.concat(catalog.live().stream(), catalog.shadow().stream())
                .map(ModelWatch::since)
                .min(Instant::compareTo)
                .orElseGet(Instant::now);
    }

    @Override
    public void close() {
        try (feed) {
            reports.close();
        }
    }
}
