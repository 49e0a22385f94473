package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.decode.VideoFacts;

/** What a decoder process says on its standard output: ready, hello, frames, and an end or an error. */
sealed interface Message {
    /** ffmpeg is loaded, and the source is about to be opened. */
    record Ready() implements Message {}

    /** The source is open. */
    record Hello(VideoFacts facts) implements Message {}

    /** @param sequence 0 for the first */
    record Picture(long sequence, JpegFrame frame) implements Message {}

    /** Said now and then while frames are decoded that nobody asked for. */
    record Alive(long decoded) implements Message {}

    record End(VideoEnd end) implements Message {}

    /** The source gives no video, or no more of it. */
    record Refusal(String reason) implements Message {}
}
