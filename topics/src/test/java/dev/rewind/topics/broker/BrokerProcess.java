package dev.rewind.topics.broker;

import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, for a test to kill. Prints its address, then runs until its input ends. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] args) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(Path.of(args[0]), 0))) {
            System.out.println(broker.connection().bootstrapServers());
            while (System.in.read() >= 0) {}
        }
    }
}
