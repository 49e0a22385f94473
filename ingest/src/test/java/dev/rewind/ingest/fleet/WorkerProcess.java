package dev.rewind.ingest.fleet;

import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A worker in a process of its own, for a test to kill or to measure. Runs until its input ends, and answers each byte of
 * it with a line: how many KiB of its heap are in use.
 */
final class WorkerProcess {
    private WorkerProcess() {}

    static Process start(KafkaConnection connection, String name, DecodeMode decode) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // All of the heap is there from the start: what grows then is not the collector's leisure.
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        connection.bootstrapServers(),
                        name,
                        decode.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // What was freed goes back to the system: kept in the arenas of threads that are gone, it would look like a
        // leak.
        builder.environment().putAll(Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_TRIM_THRESHOLD_", "65536"));
        return builder.start();
    }

    public static void main(String[] args) throws IOException {
        DecodeMode decode = DecodeMode.valueOf(args[2]);
        try (IngestWorker worker = FleetScene.worker(KafkaConnection.of(args[0]), args[1], decode)) {
            while (System.in.read() >= 0 && worker.failure().isEmpty()) {
                System.gc();
                System.out.println((Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory())
                        >> 10);
            }
        }
    }
}
