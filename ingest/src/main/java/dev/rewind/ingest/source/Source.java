package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.SourceException;
import java.util.List;

/** Something to watch, under the id of its stream. */
public sealed interface Source permits VideoFile, VideoFolder, VideoAddress, Camera {
    /** The stream's id: the key of all its records. */
    String stream();

    /** What logs and topics may show of it: no password, no token. */
    String redacted();

    /**
     * What to open, one after another; for a folder, what lies in it now.
     *
     * @throws SourceException if there is nothing
     */
    List<String> inputs();

    /** Whether its frames come at their own pace, as a camera's do; others are played at any. */
    boolean live();

    /** Whether to connect again when it breaks off, as a network or a cable may come back. */
    boolean reconnects();

    /**
     * Reads sources as a person writes them: a file, a folder, an rtsp(s) or http(s) address, {@code /dev/videoN}, each
     * perhaps with a stream id in front, as in {@code door=rtsp://camera/1}. Without one the id comes from the file name
     * or the host, made unique by a number.
     *
     * @throws SourceException if a text is none of these, or an id is given twice
     */
    static List<Source> parse(List<String> texts) {
        return new SourceParser().parse(texts);
    }
}
