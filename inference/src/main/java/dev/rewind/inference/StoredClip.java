package dev.rewind.inference;

import dev.rewind.inference.clips.FrameRef;
import java.util.List;

/**
 * A clip that was cut and awaits its label: the value of the logged store {@code pending}, whose key counts the clips of
 * the partition.
 *
 * @param stream the stream id
 * @param frames where its frames lie
 */
record StoredClip(String stream, List<FrameRef> frames) {}
