package dev.rewind.deploy.bench;

/**
 * How fast the videos of one size become records, beside the ffmpeg program. Each figure is that of the best run.
 *
 * @param frames of the video
 * @param framesPerSecond from a process that is started to records that are acknowledged
 * @param ffmpegFramesPerSecond of the ffmpeg program, which decodes, scales and encodes the same
 * @param ratio of the two
 * @param startSeconds of the time above, until the first picture is there
 * @param cpuSeconds of all processes together, the broker among them; null where the system does not tell
 * @param ffmpegCpuSeconds of the ffmpeg program; null where the system does not tell
 */
record IngestFigures(
        long frames,
        double framesPerSecond,
        double ffmpegFramesPerSecond,
        double ratio,
        double startSeconds,
        Double cpuSeconds,
        Double ffmpegCpuSeconds) {
    static IngestFigures of(long frames, ProcessesSpent own, ProcessesSpent program, double startSeconds) {
        return new IngestFigures(
                frames,
                frames / own.seconds(),
                frames / program.seconds(),
                program.seconds() / own.seconds(),
                startSeconds,
                own.cpuSeconds().isPresent() ? own.cpuSeconds().getAsDouble() : null,
                program.cpuSeconds().isPresent() ? program.cpuSeconds().getAsDouble() : null);
    }
}
