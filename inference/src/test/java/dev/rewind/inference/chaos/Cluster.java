package dev.rewind.inference.chaos;

import dev.rewind.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A broker and three processes that label, what may befall them, and who starts them again. */
final class Cluster implements AutoCloseable {
    private static final int BROKER_MEBIBYTES = 256;
    private static final int WORKER_MEBIBYTES = 160;

    private final Path directory;
    private final Random random;
    private final List<Worker> workers = new ArrayList<>();
    private Child broker;
    private String address;
    private boolean named;
    private int brokerStarts;

    /** Starts the broker, and nobody who labels yet. */
    Cluster(Path directory, Random random) {
        this.directory = directory;
        this.random = random;
        this.broker = startBroker("0");
        this.address = broker.awaitReady();
    }

    /** What may happen. */
    enum Fault {
        /** kill -9 of one who labels. */
        KILL,
        /** One who labels is stopped for a while, then goes on as if nothing had been. */
        FREEZE,
        /** One who labels is shut down in order. */
        ROLL,
        /** The broker is shut down in order. */
        BROKER_RESTART,
        /** kill -9 of the broker. */
        BROKER_KILL
    }

    private static final class Worker {
        private final String name;
        private Child child;
        private boolean ending;
        private long thawAt;

        private Worker(String name) {
            this.name = name;
        }

        private boolean isFrozen() {
            return thawAt != 0;
        }

        private boolean isWell() {
            return child.isReady() && !isFrozen() && !ending;
        }
    }

    KafkaConnection connection() {
        return KafkaConnection.of(address);
    }

    /**
     * Starts processes that label, and waits until they do.
     *
     * @param withNames whether they keep their partitions while they restart
     */
    void startWorkers(int count, boolean withNames) {
        named = withNames;
        for (int i = 0; i < count; i++) {
            Worker worker = new Worker("worker-" + i);
            start(worker);
            workers.add(worker);
        }
        workers.forEach(worker -> worker.child.awaitReady());
    }

    /**
     * Lets something happen now, unless one alone is still well.
     *
     * @param freeze how long someone is frozen
     * @return what happened, in words
     */
    String suffer(Fault fault, Duration freeze) {
        if (fault == Fault.BROKER_KILL || fault == Fault.BROKER_RESTART) {
            return sufferBroker(fault);
        }
        List<Worker> well = workers.stream().filter(Worker::isWell).toList();
        if (well.size() < 2) {
            return fault + " spared: " + well.size() + " of " + workers.size() + " are well";
        }
        Worker victim = well.get(random.nextInt(well.size()));
        switch (fault) {
            case KILL -> {
                victim.ending = true;
                victim.child.kill();
            }
            case FREEZE -> {
                victim.child.freeze();
                victim.thawAt = System.nanoTime() + freeze.toNanos();
            }
            case ROLL -> {
                victim.ending = true;
                victim.child.end();
            }
            default -> throw new IllegalArgumentException(fault + " befalls nobody who labels");
        }
        return fault + " " + victim.name;
    }

    /** Restarts in order who labels, the next one when the last one is back. */
    void roll() {
        for (Worker worker : workers) {
            worker.child.end().join();
            start(worker);
            worker.child.awaitReady();
        }
    }

    /** Thaws and starts again whoever is due; fails if someone gave up by himself. */
    void tend() {
        if (!broker.isAlive()) {
            broker = startBroker(address.substring(address.indexOf(':') + 1));
        }
        for (Worker worker : workers) {
            if (worker.isFrozen() && worker.thawAt - System.nanoTime() <= 0) {
                thaw(worker);
            }
            if (!worker.child.isAlive()) {
                if (worker.child.wasReady() && !worker.ending) {
                    throw new AssertionError(
                            worker.name + " gave up by itself; see " + directory + "/" + worker.name + ".log");
                }
                start(worker);
            }
        }
    }

    void thawAll() {
        workers.stream().filter(Worker::isFrozen).forEach(Cluster::thaw);
    }

    /** Shuts all who label down in order. */
    void endWorkers() {
        thawAll();
        List<Worker> all = List.copyOf(workers);
        workers.clear();
        all.stream().map(worker -> worker.child.end()).toList().forEach(end -> end.join());
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.child.kill());
        broker.kill();
    }

    private String sufferBroker(Fault fault) {
        if (!broker.isReady()) {
            return fault + " spared: the broker is not back yet";
        }
        if (fault == Fault.BROKER_KILL) {
            broker.kill();
        } else {
            broker.end();
        }
        return fault.toString();
    }

    private static void thaw(Worker worker) {
        worker.child.thaw();
        worker.thawAt = 0;
    }

    private void start(Worker worker) {
        worker.ending = false;
        worker.child = new Child(
                directory.resolve(worker.name + ".log"),
                WORKER_MEBIBYTES,
                LabellingProcess.class,
                address,
                directory.resolve(worker.name).toString(),
                worker.name,
                Boolean.toString(named));
    }

    private Child startBroker(String port) {
        brokerStarts++;
        return new Child(
                directory.resolve("broker-" + brokerStarts + ".log"),
                BROKER_MEBIBYTES,
                BrokerProcess.class,
                directory.resolve("broker").toString(),
                port);
    }
}
