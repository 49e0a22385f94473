package dev.rewind.inference.chaos;

import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own. Prints its address, then runs until its input ends. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] args) throws IOException {
        var settings = new EmbeddedBroker.Settings(Path.of(args[0]), Integer.parseInt(args[1]));
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            System.out.println(broker.connection().bootstrapServers());
            System.in.read();
        }
    }
}
