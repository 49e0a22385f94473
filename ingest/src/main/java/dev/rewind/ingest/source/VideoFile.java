package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import java.nio.file.Path;
import java.util.List;

/** One video file; whether it is there shows when it is played. */
public record VideoFile(String stream, Path path) implements Videos {
    @Override
    public String redacted() {
        return Credentials.hidden(path.toString());
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.of(path));
    }
}
