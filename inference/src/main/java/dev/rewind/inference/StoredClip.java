package dev.rewind.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rewind.inference.clips.FrameRef;
import dev.rewind.topics.Label;
import java.util.List;

/**
 * A clip that was cut and awaits its label: the value of the logged store {@code pending}, whose key counts the clips of
 * the partition.
 *
 * @param stream the stream id
 * @param frames where its frames lie, as {@link dev.rewind.inference.clips.Clip} has them
 * @param cut how it was cut; null where that was as the model asks for, and in what an older version left
 * @param epoch of its frames; null in what an older version left
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredClip(String stream, List<FrameRef> frames, Label.Cut cut, Long epoch) {}
