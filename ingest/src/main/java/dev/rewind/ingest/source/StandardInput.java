package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.OpenSettings;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The video that is piped into this process; it can be played once. */
public record StandardInput(String stream) implements Videos {
    @Override
    public String redacted() {
        return "the standard input";
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input() {
            @Override
            public String redacted() {
                return StandardInput.this.redacted();
            }

            @Override
            public Feed open(OpenSettings settings) {
                // Not this process's to close.
                InputStream in = new FilterInputStream(System.in) {
                    @Override
                    public void close() {}
                };
                Iterator<InputStream> once = List.of(in).iterator();
                return SocketFeed.of(
                        () -> once.hasNext() ? Optional.of(once.next()) : Optional.empty(),
                        StandardInput.this.redacted());
            }
        });
    }
}
