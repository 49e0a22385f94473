package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.OpenSettings;
import java.nio.file.Path;

/** One thing to play. */
public interface Input {
    /** What logs and topics may show of it. */
    String redacted();

    /**
     * Makes it ready for a decoder.
     *
     * @throws dev.rewind.ingest.decode.SourceException if it cannot be had
     */
    Feed open(OpenSettings settings);

    /** A file, which a decoder opens itself. */
    static Input of(Path file) {
        return of(file, Credentials.hidden(file.toString()));
    }

    /** The same, of which logs and topics show another name. */
    static Input of(Path file, String name) {
        return new Input() {
            @Override
            public String redacted() {
                return name;
            }

            @Override
            public Feed open(OpenSettings settings) {
                return Feed.of(file.toString());
            }
        };
    }
}
