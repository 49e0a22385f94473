package dev.rewind.deploy.bench;

import java.util.List;

/**
 * How fast videos become records, beside the ffmpeg program.
 *
 * @param sizes one for each size of pictures
 */
record IngestFigures(List<OfSize> sizes) {
    /**
     * @param size width and height of the pictures that are decoded, such as {@code 340x256}
     * @param frames of the video
     * @param framesPerSecond from a process that is started to records that are acknowledged; the best run
     * @param ffmpegFramesPerSecond of the ffmpeg program, which decodes, scales and encodes the same; its best run
     * @param ratio of the two
     */
    record OfSize(String size, long frames, double framesPerSecond, double ffmpegFramesPerSecond, double ratio) {}
}
