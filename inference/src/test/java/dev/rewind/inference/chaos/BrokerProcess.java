package dev.rewind.inference.chaos;

import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own. Says its address, then runs until it is told to end. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] args) throws IOException {
        var settings = new EmbeddedBroker.Settings(Path.of(args[0]), Integer.parseInt(args[1]));
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            System.out.println(Child.READY + broker.connection().bootstrapServers());
            System.in.read();
        }
    }
}
