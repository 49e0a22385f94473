package dev.rewind.inference.chaos;

import dev.rewind.inference.InferenceService;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells of {@link Lights} in a process of its own. Says that it runs, then goes on until it is told to end, or killed; or
 * until the label of a stream that ends at an instant, when what it sent is not committed yet: there it stands still.
 */
final class LightsProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private LightsProcess() {}

    public static void main(String[] args) throws IOException {
        String stream = args[2];
        Instant end = Instant.parse(args[3]);
        try (InferenceService service =
                Lights.inference(KafkaConnection.of(args[0]), Path.of(args[1]), (label, scores) -> {
                    while (isOf(label, stream, end)) {
                        LockSupport.park();
                    }
                })) {
            service.start();
            service.awaitRunning(PATIENCE);
            System.out.println(Child.READY + args[1]);
            System.in.read();
        }
    }

    private static boolean isOf(Label label, String stream, Instant end) {
        return label.stream().equals(stream) && label.to().equals(end);
    }
}
