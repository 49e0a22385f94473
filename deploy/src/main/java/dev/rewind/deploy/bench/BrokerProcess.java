package dev.rewind.deploy.bench;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An embedded broker in a process of its own, as far from what is measured as a broker usually is. */
final class BrokerProcess implements AutoCloseable {
    private static final long ENDS_WITHIN_SECONDS = 30;

    private final Process process;
    private final KafkaConnection connection;

    private BrokerProcess(Process process, KafkaConnection connection) {
        this.process = process;
        this.connection = connection;
    }

    /**
     * Starts one and returns once it serves.
     *
     * @param directory for its data
     */
    static BrokerProcess start(Path directory) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // as ./rewind starts one
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                directory.toString());
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            String address = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (address == null) {
                process.destroyForcibly();
                throw new CommandFailure("the broker's process ended before it served; is there memory and disk left?");
            }
            return new BrokerProcess(process, KafkaConnection.of(address));
        } catch (IOException e) {
            throw new CommandFailure("cannot start a process for the broker: " + e.getMessage(), e);
        }
    }

    /** The process: prints the broker's address, and ends with its input, so that it never outlives its parent. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever else is printed is no address
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(Path.of(args[0]), 0));
                BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println(broker.connection().bootstrapServers());
            while (parent.readLine() != null) {
                continue;
            }
        }
    }

    KafkaConnection connection() {
        return connection;
    }

    /** What it has taken of the processors so far; nothing where the system does not tell. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
