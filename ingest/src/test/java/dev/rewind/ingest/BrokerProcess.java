package dev.rewind.ingest;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A broker in a process of its own, which a test may halt and let go on. It ends with its input. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final KafkaConnection connection;

    private BrokerProcess(Process process, KafkaConnection connection) {
        this.process = process;
        this.connection = connection;
    }

    /** Returns when the topics are there. */
    static BrokerProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String servers = lines.readLine();
        if (servers == null) {
            throw new IOException("the broker did not start; the lines above say why");
        }
        return new BrokerProcess(process, KafkaConnection.of(servers));
    }

    KafkaConnection connection() {
        return connection;
    }

    /** It keeps its connections, and answers nothing. */
    void halt() {
        signal("-STOP");
    }

    void goOn() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + code);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot send " + name + " to the broker", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly(); // one that is halted ends no other way
    }

    public static void main(String[] args) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(Path.of(args[0]), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            System.out.println(broker.connection().bootstrapServers());
            while (System.in.read() >= 0) {
                // nothing is expected
            }
        }
    }
}
