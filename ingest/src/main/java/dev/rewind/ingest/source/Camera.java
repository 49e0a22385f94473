package dev.rewind.ingest.source;

import java.util.List;

/** A camera of this machine, such as {@code /dev/video0}. */
public record Camera(String stream, String device) implements Source {
    @Override
    public String redacted() {
        return device;
    }

    @Override
    public List<String> inputs() {
        return List.of(device);
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean reconnects() {
        return true;
    }
}
