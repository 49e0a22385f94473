package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.InlineFrames;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.JpegSettings;

/** Where videos are decoded. */
public enum DecodeMode {
    /** In a process for each source, which is killed when it hangs, grows or misbehaves. */
    CHILD {
        @Override
        public JpegFrames open(String source, JpegSettings settings, DecoderLimits limits) {
            return ChildFrames.open(source, settings, limits);
        }
    },
    /** In this process, for trusted files: what makes ffmpeg hang or crash does so to all streams. */
    INLINE {
        @Override
        public JpegFrames open(String source, JpegSettings settings, DecoderLimits limits) {
            return InlineFrames.open(source, settings);
        }
    };

    /**
     * Opens a source.
     *
     * @param source the path of a file, an rtsp(s), rtmp(s), srt or http(s) URL, or a camera such as {@code /dev/video0}
     * @param limits what a process may take; this one is not held to them
     * @throws dev.rewind.ingest.decode.SourceException if it gives no video
     */
    public abstract JpegFrames open(String source, JpegSettings settings, DecoderLimits limits);
}
