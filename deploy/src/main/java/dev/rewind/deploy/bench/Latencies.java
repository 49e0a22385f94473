package dev.rewind.deploy.bench;

import dev.rewind.topics.Label;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** How long each label took, from the record of its clip's last frame that was sent to the label that was read. */
final class Latencies implements Consumer<Label> {
    private final PacedFrames frames;
    private final DoubleStream.Builder millis = DoubleStream.builder();
    private boolean empty = true;

    Latencies(PacedFrames frames) {
        this.frames = frames;
    }

    @Override
    public void accept(Label label) {
        empty = false;
        millis.add((System.nanoTime() - frames.sentAt(label.stream(), label.to())) / 1e6);
    }

    boolean isEmpty() {
        return empty;
    }

    double[] millis() {
        return millis.build().toArray();
    }
}
