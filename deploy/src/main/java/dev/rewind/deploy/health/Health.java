package dev.rewind.deploy.health;

import dev.rewind.inference.InferenceService;
import dev.rewind.ingest.fleet.IngestWorker;
import dev.rewind.training.service.TrainingService;
import io.micrometer.core.instrument.Gauge;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** What a process tells of its roles, if anybody wants to know; otherwise nothing is served and nothing counted. */
public final class Health implements AutoCloseable {
    private final Optional<HealthServer> server;

    private Health(Optional<HealthServer> server) {
        this.server = server;
    }

    /**
     * Begins to tell that the process is starting.
     *
     * @param settings where; empty for not at all
     * @throws dev.rewind.deploy.failure.CommandFailure if the port is taken or the address is none of this machine
     */
    public static Health start(Optional<HealthSettings> settings) {
        return new Health(settings.map(HealthServer::start));
    }

    /** Where it is told; empty if nowhere. */
    public Optional<InetSocketAddress> address() {
        return server.map(HealthServer::address);
    }

    /** Tells of inference: it is ready while its partitions are assigned and a broker answers. */
    public void watch(InferenceService inference) {
        server.ifPresent(to -> {
            to.watch(new Role("inference", reason(inference::failure), inference::unreadiness));
            inference.reportTo(to.registry());
        });
    }

    /** Tells of a worker: it is ready while it works, whether or not a stream falls to it. */
    public void watch(IngestWorker ingest) {
        server.ifPresent(to -> {
            to.watch(new Role("ingest", reason(ingest::failure), reason(ingest::failure)));
            Gauge.builder("rewind.ingest.streams", ingest, IngestWorker::playing)
                    .description("Streams that this worker plays")
                    .register(to.registry());
        });
    }

    /** Tells of training: it is ready while it waits for clips or learns from them. */
    public void watch(TrainingService training) {
        server.ifPresent(to -> to.watch(new Role("training", reason(training::failure), reason(training::failure))));
    }

    @Override
    public void close() {
        server.ifPresent(HealthServer::close);
    }

    private static Supplier<Optional<String>> reason(Supplier<? extends Optional<? extends Throwable>> failure) {
        return () -> failure.get().map(Throwable::getMessage);
    }
}
