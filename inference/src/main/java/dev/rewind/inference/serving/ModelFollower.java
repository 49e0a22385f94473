package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.WeightsPlace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code models} on a thread of its own. A model that became live is loaded, checked and warmed there for each
 * device, beside the one that serves, and takes its place between two batches; then that one is closed. A model that is
 * tried as a shadow comes and goes likewise, on the first device, and when it becomes live it is there already. One that
 * must not take over is refused with its reason, and not looked at again before its record changes; whatever happens here,
 * the labels go on.
 */
final class ModelFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
    private static final Duration LISTEN = Duration.ofMillis(250);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    /** What came while a model was loading is here by then. */
    private static final Duration LATEST_NEWS = Duration.ofMillis(200);

    private final ModelFeed feed;
    private final LiveModel live;
    private final ShadowModel shadow;
    private final ModelLoader loader;
    private final Admission admission;
    private final ServingReports reports;
    private final String instance;
    private final Map<String, Attempt> refused = new HashMap<>();
    private final Thread thread = new Thread(this::run, "rewind-models");
    private volatile boolean closed;

    /** Reads what there is; nothing is followed before {@link #start}. */
    ModelFollower(
            KafkaConnection connection,
            ServingSettings settings,
            LiveModel live,
            ShadowModel shadow,
            ModelLoader loader,
            ServingReports reports) {
        this.feed = new ModelFeed(connection);
        this.live = live;
        this.shadow = shadow;
        this.loader = loader;
        this.admission = new Admission(live, settings);
        this.reports = reports;
        this.instance = settings.instance();
        thread.setDaemon(true);
    }

    /** What of a record decides whether its model may serve: another attempt at the same would end the same. */
    private record Attempt(Standing standing, WeightsPlace weights) {
        static Attempt at(ModelRecord model) {
            return new Attempt(model.standing(), model.weights());
        }
    }

    /** Begins to follow. */
    void start() {
        thread.start();
    }

    /** Takes note of a model that was refused before this began. */
    void passOver(ModelRecord model) {
        refused.put(model.version(), Attempt.at(model));
    }

    private void run() {
        while (!closed) {
            try {
                feed.poll(LISTEN);
                followLive();
                followShadow();
                shadow.report(instance).ifPresent(reports::shadow);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("models are not followed any more");
            } catch (RuntimeException | Error e) {
                LOG.warn(
                        "models cannot be followed for now, {} serves on: {}",
                        live.manifest().version(),
                        e,
                        e);
                LockSupport.parkNanos(AFTER_TROUBLE.toNanos());
            }
        }
    }

    private void followLive() {
        wanted(() -> feed.catalog().live())
                .filter(model -> !isModel(live.manifest(), model))
                .ifPresent(model -> attempt(model, () -> takeOver(model)));
    }

    private void followShadow() {
        Optional<ModelRecord> wanted = wanted(() -> feed.catalog().shadow());
        Optional<ModelManifest> tried = shadow.manifest();
        if (tried.isPresent()
                && wanted.filter(model -> isModel(tried.get(), model)).isEmpty()) {
            endShadow();
        }
        wanted.ifPresent(model -> attempt(model, () -> tryOut(model)));
    }

    /** What the log asks for, unless it was refused as it is. */
    private Optional<ModelRecord> wanted(Supplier<Optional<ModelRecord>> asked) {
        return asked.get().filter(model -> !Attempt.at(model).equals(refused.get(model.version())));
    }

    private void takeOver(ModelRecord model) {
        boolean tried =
                shadow.manifest().filter(manifest -> isModel(manifest, model)).isPresent();
        Supplier<ClipModel> loading = () -> tried ? shadow.end().orElseThrow() : loader.load(model);
        ready(model, loading, live.further(), () -> feed.catalog().live()).ifPresent(next -> {
            live.exchange(next).close();
            shadow.compareAnew();
            reports.takenOver(model.version());
        });
    }

    private void tryOut(ModelRecord model) {
        shadow.failure().ifPresent(reason -> {
            endShadow();
            throw new RefusedModelException(reason);
        });
        if (shadow.manifest().isEmpty()) {
            ready(model, () -> loader.load(model), List.of(), () -> feed.catalog()
                            .shadow())
                    .ifPresent(next -> {
                        shadow.begin(next.first());
                        reports.takenOver(model.version());
                    });
        }
    }

    /** A model that is loaded, on further devices too, checked, warm and still asked for. */
    private Optional<Replicas> ready(
            ModelRecord model,
            Supplier<ClipModel> loading,
            List<Compute> further,
            Supplier<Optional<ModelRecord>> asked) {
        Replicas next = Replicas.of(loading.get(), further);
        boolean ready = false;
        try {
            admission.check(next, model.standing().forced());
            ready = isStillWanted(model, asked);
            return ready ? Optional.of(next) : Optional.empty();
        } finally {
            if (!ready) {
                next.close();
            }
        }
    }

    private void endShadow() {
        shadow.report(instance).ifPresent(reports::lastWord);
        shadow.close();
    }

    /** Loading takes its time, in which another model may have been chosen. */
    private boolean isStillWanted(ModelRecord model, Supplier<Optional<ModelRecord>> asked) {
        feed.poll(LATEST_NEWS);
        boolean wanted = asked.get()
                .filter(now -> Attempt.at(now).equals(Attempt.at(model)))
                .isPresent();
        if (!wanted) {
            LOG.info("model {} is dropped: another was chosen while it was loading", model.version());
        }
        return wanted;
    }

    /** Whatever goes wrong with a model is a refusal; only a broker that does not answer is asked again. */
    private void attempt(ModelRecord model, Runnable takeOver) {
        try {
            takeOver.run();
        } catch (WakeupException | InterruptException | RetriableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!closed) {
                LOG.debug("model {} is refused", model.version(), e);
                passOver(model);
                reports.refused(
                        model.version(),
                        RefusedModelException.reason(e),
                        live.manifest().version());
            }
        }
    }

    private static boolean isModel(ModelManifest manifest, ModelRecord model) {
        return manifest.version().equals(model.version())
                && manifest.sha256().equals(model.weights().sha256());
    }

    /** Stops to follow; a model that is loading is dropped first. */
    @Override
    public void close() {
        closed = true;
        feed.wakeup();
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        feed.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
