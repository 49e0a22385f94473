package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.SourceException;
import java.util.Optional;

/** What a decoder can open for as long as it is not closed. */
public interface Feed extends AutoCloseable {
    /** What to open. */
    String address();

    /** Why less than all was fed: to the decoder it only looks like an end. */
    Optional<SourceException> failure();

    /** What a decoder says of it, with the name that people know it by. */
    default SourceException named(SourceException said, String name) {
        return new SourceException(said.getMessage().replace(Credentials.hidden(address()), name), said);
    }

    @Override
    void close();

    /** Something that is there anyway. */
    static Feed of(String address) {
        return new Feed() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public Optional<SourceException> failure() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
