package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.SourceException;
import java.util.List;

/** Something to watch, under the id of its stream. */
public sealed interface Source permits Videos, Connection, KafkaTopic {
    /** The stream's id: the key of all its records. */
    String stream();

    /** What logs and topics may show of it: no password, no token. */
    String redacted();

    /**
     * Reads sources as {@link #parse(List, boolean)} does; files that come later are not waited for.
     *
     * @throws SourceException if a text is no source, or an id is given twice
     */
    static List<Source> parse(List<String> texts) {
        return parse(texts, false);
    }

    /**
     * Reads sources as a person writes them: a file, a folder of videos or pictures, {@code clips/*.mp4}, {@code
     * shot-%04d.jpg}, an rtsp(s), rtmp(s), srt or http(s) address, {@code /dev/videoN}, {@code kafka:TOPIC}, {@code -} for the
     * standard input; each perhaps with a stream id in front, as in {@code door=rtsp://camera/1}. Without one the id comes
     * from the file name, the host or the topic, made unique by a number. What exists as a file is a file, whatever its name
     * looks like.
     *
     * @param watch whether folders and patterns go on with files that come later
     * @throws SourceException if a text is none of these, or an id is given twice
     */
    static List<Source> parse(List<String> texts, boolean watch) {
        return new SourceParser(watch).parse(texts);
    }

    /**
     * Reads the source of a stream that has an id already.
     *
     * @param text as in {@link #parse(List, boolean)}, without an id
     * @param watch whether it is to go on with files that come later
     * @throws SourceException if it is none of these, or nothing that files can come to
     */
    static Source of(String stream, String text, boolean watch) {
        Source source = new SourceParser(watch).source(stream, text);
        if (watch && !source.isWatched()) {
            throw new SourceException("no files can come to " + source.redacted()
                    + ", which is neither a folder nor a pattern; take 'watch' away");
        }
        return source;
    }

    /** Whether files that come later are waited for. */
    default boolean isWatched() {
        return false;
    }
}
