package dev.rewind.deploy.bench;

import dev.rewind.deploy.failure.CommandFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code ffmpeg} command of this machine. */
final class FfmpegProgram {
    private static final int DRAWN_SECONDS = 10;

    private FfmpegProgram() {}

    /**
     * Draws a moving test picture as H.264, or as MPEG-4 where this ffmpeg has no encoder for the former. A long video
     * repeats its first seconds, which takes no longer than copying.
     */
    static void draw(Path file, String size, int rate, int seconds) {
        Path piece = file.resolveSibling("piece-" + file.getFileName());
        int drawn = Math.min(DRAWN_SECONDS, seconds);
        List<String> source = List.of(
                "-y", "-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=" + rate, "-t", Integer.toString(drawn));
        if (run(source, "-c:v", "libx264", "-preset", "fast", piece.toString()) != 0
                && run(source, "-c:v", "mpeg4", "-q:v", "4", piece.toString()) != 0) {
            throw new CommandFailure("the ffmpeg program cannot draw a video of " + size
                    + "; install one that has the encoder libx264 or mpeg4, and the filter testsrc2");
        }
        String repeats = Integer.toString((seconds - 1) / drawn);
        List<String> repeated = List.of("-y", "-stream_loop", repeats, "-i", piece.toString());
        if (run(repeated, "-t", Integer.toString(seconds), "-c", "copy", file.toString()) != 0) {
            throw new CommandFailure("the ffmpeg program cannot repeat " + piece + "; install ffmpeg 4.0 or newer");
        }
    }

    /** Decodes, scales and encodes as ingest does, to nowhere. */
    static void play(Path file, int shortSide) {
        List<String> input = List.of("-i", file.toString(), "-an", "-vf", "scale=-2:" + shortSide);
        if (run(input, "-c:v", "mjpeg", "-q:v", "5", "-f", "null", "-") != 0) {
            throw new CommandFailure("the ffmpeg program cannot play " + file + "; install one with the encoder mjpeg");
        }
    }

    private static int run(List<String> first, String... rest) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "quiet"));
        command.addAll(first);
        command.addAll(List.of(rest));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "there is no ffmpeg program to compare with: " + e.getMessage() + "; install ffmpeg", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while ffmpeg ran", e);
        }
    }
}
