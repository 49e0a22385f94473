package dev.rewind.deploy.bench;

import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How long each label took, from the record of its clip's last frame that was sent to the label that was read. */
final class Latencies implements Consumer<Label> {
    private final PacedFrames frames;
    private final List<Double> millis = new ArrayList<>();

    Latencies(PacedFrames frames) {
        this.frames = frames;
    }

    @Override
    public void accept(Label label) {
        millis.add((System.nanoTime() - frames.sentAt(label.stream(), label.to())) / 1e6);
    }

    boolean isEmpty() {
        return millis.isEmpty();
    }

    double[] millis() {
        return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
