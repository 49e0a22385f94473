package dev.rewind.ingest.source;

import java.nio.file.Path;
import java.util.List;

/** One video file; whether it is there shows when it is played. */
public record VideoFile(String stream, Path path) implements Source {
    @Override
    public String redacted() {
        return path.toString();
    }

    @Override
    public List<String> inputs() {
        return List.of(path.toString());
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public boolean reconnects() {
        return false;
    }
}
