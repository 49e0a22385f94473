package dev.rewind.ingest.fleet;

import dev.rewind.topics.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;

/** A worker in a process of its own, for a test to kill. Runs until its input ends. */
final class WorkerProcess {
    private WorkerProcess() {}

    static Process start(KafkaConnection connection, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        connection.bootstrapServers(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws IOException {
        try (IngestWorker worker = FleetScene.worker(KafkaConnection.of(args[0]), args[1])) {
            while (System.in.read() >= 0 && worker.failure().isEmpty()) {}
        }
    }
}
