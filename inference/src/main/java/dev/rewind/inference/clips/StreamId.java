package dev.rewind.inference.clips;

import dev.rewind.topics.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The key of a record of {@code frames}. */
public final class StreamId {
    /** It is repeated in every label and in the stores' keys. */
    private static final int MAX_BYTES = 512;

    private StreamId() {}

    /**
     * Reads a record's key.
     *
     * @throws UnreadableRecordException if there is none, or it is too long or no text
     */
    public static String read(byte[] key) {
        if (key == null || key.length == 0) {
            throw new UnreadableRecordException("the record has no key; send the stream id as its key");
        }
        if (key.length > MAX_BYTES) {
            throw new UnreadableRecordException("the key has " + key.length + " bytes, but a stream id has at most "
                    + MAX_BYTES + "; choose a shorter one");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableRecordException("the key is no UTF-8 text; send the stream id as its key", e);
        }
    }
}
