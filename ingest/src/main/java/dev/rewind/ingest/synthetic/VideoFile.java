package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.Java2DFrameConverter;

/** Encodes a script into a video file. */
final class VideoFile {
    static {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }

    /** Sensor noise is dear to encode; with less, the encoder washes the limbs out. */
    private static final double BITS_PER_PIXEL = 1;

    private VideoFile() {}

    /**
     * Writes the whole script. The file appears under its name only when it is complete.
     *
     * @throws IOException if the file cannot be written; its message names the file
     */
    static Path write(Path file, Scene scene, Script script, long seed, Size size, Format format) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // Java says more clearly than the encoder why a file cannot be opened.
            Files.newOutputStream(unfinished).close();
            encode(
                    unfinished,
                    new Renderer(scene, script, seed, size.width, size.height),
                    script.seconds(),
                    size,
                    format);
            return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Not Files.deleteIfExists: what it might throw would hide the cause.
            unfinished.toFile().delete();
            throw cannotWrite(file, e);
        }
    }

    static IOException cannotWrite(Path file, IOException cause) {
        return new IOException(
                "cannot write " + file.toAbsolutePath() + " (" + cause
                        + "): choose a folder that is writable and has room",
                cause);
    }

    /** Width and height of a picture in pixels; even, as the video's colours come at half the resolution. */
    record Size(int width, int height) {
        Size {
            if (width < 32 || height < 32 || width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException(
                        "a video's width and height must be even and at least 32, but are " + width + "x" + height);
            }
        }
    }

    private static void encode(Path file, Renderer renderer, double seconds, Size size, Format format)
            throws IOException {
        int frames = Math.max(1, (int) Math.round(seconds * SyntheticVideos.FRAMES_PER_SECOND));
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), size.width, size.height);
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            configure(recorder, size, format);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                Frame frame = converter.convert(renderer.at(i / (double) SyntheticVideos.FRAMES_PER_SECOND));
                recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
            }
            recorder.stop();
        }
    }

    private static void configure(FFmpegFrameRecorder recorder, Size size, Format format) {
        int rate = SyntheticVideos.FRAMES_PER_SECOND;
        recorder.setFrameRate(rate);
        recorder.setGopSize(rate);
        recorder.setVideoBitrate((int) (size.width * size.height * rate * BITS_PER_PIXEL));
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        switch (format) {
            case H264_MP4 -> {
                recorder.setFormat("mp4");
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
                recorder.setVideoCodecName("libopenh264");
            }
            case VP9_WEBM -> {
                recorder.setFormat("webm");
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_VP9);
                recorder.setVideoCodecName("libvpx-vp9");
                recorder.setVideoOption("deadline", "realtime");
                recorder.setVideoOption("cpu-used", "8");
            }
        }
    }
}
