package dev.rewind.inference.clips;

/** How a frame stands to those of its stream that came before. */
enum FrameOrder {
    /** It follows the last one. */
    NEXT,
    /** It begins a new epoch, or goes on after silence. */
    NEW,
    /** Frames are missing before it, or the producer counts from anew. */
    GAP,
    /** Its capture time leaps away from that of the last one. */
    JUMP,
    /** It was seen before. */
    REPEATED,
    /** It belongs before others that were seen. */
    LATE,
    /** It is of an older epoch or another source than those of the stream. */
    FOREIGN;

    /** Whether the frame is left out. */
    boolean isLeftOut() {
        return this == REPEATED || this == LATE || this == FOREIGN;
    }

    /** Whether the clip before it is labelled as it is, if none was labelled since the stream last began. */
    boolean endsTheClip() {
        return this == NEW || this == JUMP;
    }
}
