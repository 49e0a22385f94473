package dev.rewind.ingest;

import dev.rewind.ingest.decode.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Small real videos whose frames tell their number: eight bars, black for 0 and white for 1, highest bit first. */
public final class Recording {
    public static final int WIDTH = 128;
    public static final int HEIGHT = 64;
    private static final int BITS = 8;

    static {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Recording() {}

    /** A video of {@code frames} numbered frames at a steady rate, in the container that the name says. */
    public static Path steady(Path file, int frames, double rate) {
        long[] times = new long[frames];
        for (int i = 0; i < frames; i++) {
            times[i] = Math.round(i * 1e6 / rate);
        }
        return timed(file, rate, times);
    }

    /** A video whose numbered frames come at the given microseconds. */
    public static Path timed(Path file, double rate, long... times) {
        return record(file, rate, 0, times);
    }

    /** A video of three numbered frames that is to be shown turned clockwise. */
    public static Path turned(Path file, int degrees) {
        return record(file, 25, -degrees, 0, 40_000, 80_000);
    }

    private static Path record(Path file, double rate, double rotation, long... times) {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 0)) {
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.setVideoBitrate(2_000_000);
            recorder.setFrameRate(rate);
            recorder.setDisplayRotation(rotation);
            recorder.start();
            for (int i = 0; i < times.length; i++) {
                recorder.setTimestamp(times[i]);
                recorder.record(picture(i), avutil.AV_PIX_FMT_GRAY8);
            }
            recorder.stop();
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new IllegalStateException("cannot record " + file, e);
        }
    }

    /** A second of silence without pictures. */
    public static Path soundOnly(Path file) {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(44_100);
            recorder.start();
            recorder.recordSamples(ShortBuffer.allocate(44_100));
            recorder.stop();
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new IllegalStateException("cannot record " + file, e);
        }
    }

    /** How pictures are encoded: the codec and the pixel format as ffmpeg numbers them, and their size. */
    public record Form(int codec, int pixelFormat, int width, int height) {
        static final Form USUAL = new Form(avcodec.AV_CODEC_ID_MPEG4, avutil.AV_PIX_FMT_YUV420P, WIDTH, HEIGHT);
    }

    /** Five frames of a single colour, given as red, green and blue. */
    public static Path coloured(Path file, int red, int green, int blue) {
        return coloured(file, Form.USUAL, red, green, blue);
    }

    /** The same, encoded otherwise. */
    public static Path coloured(Path file, Form form, int red, int green, int blue) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(form.width * form.height * 3);
        while (pixels.hasRemaining()) {
            pixels.put((byte) red).put((byte) green).put((byte) blue);
        }
        return record(file, form, 5, frame -> pixels, recorder -> {});
    }

    /** Five grey frames whose pixels are wider than high by so much. */
    public static Path stretched(Path file, double pixelAspect) {
        ByteBuffer grey = ByteBuffer.allocateDirect(WIDTH * HEIGHT * 3);
        return record(file, Form.USUAL, 5, frame -> grey, recorder -> recorder.setAspectRatio(pixelAspect));
    }

    /** Five interlaced frames: the first field is white, the second one black. */
    public static Path interlaced(Path file) {
        Form form = new Form(avcodec.AV_CODEC_ID_MPEG2VIDEO, avutil.AV_PIX_FMT_YUV420P, WIDTH, HEIGHT);
        ByteBuffer combed = ByteBuffer.allocateDirect(WIDTH * HEIGHT * 3);
        for (int i = 0; i < WIDTH * HEIGHT * 3; i++) {
            combed.put(i, (byte) (i / (WIDTH * 3) % 2 == 0 ? 255 : 0));
        }
        return record(file, form, 5, frame -> combed, recorder -> recorder.setVideoOption("flags", "+ilme+ildct"));
    }

    /** Square frames of seeded noise, whose JPEGs are large. */
    public static Path noisy(Path file, int frames, int side) {
        Random random = new Random(7);
        byte[] noise = new byte[side * side * 3];
        Form form = new Form(avcodec.AV_CODEC_ID_MPEG4, avutil.AV_PIX_FMT_YUV420P, side, side);
        return record(
                file,
                form,
                frames,
                frame -> {
                    random.nextBytes(noise);
                    return ByteBuffer.allocateDirect(noise.length).put(noise);
                },
                recorder -> {});
    }

    private static Path record(
            Path file, Form form, int frames, IntFunction<ByteBuffer> rgb, Consumer<FFmpegFrameRecorder> settings) {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), form.width, form.height, 0)) {
            recorder.setVideoCodec(form.codec);
            recorder.setPixelFormat(form.pixelFormat);
            recorder.setVideoBitrate(100_000_000);
            recorder.setFrameRate(form.codec == avcodec.AV_CODEC_ID_MPEG2VIDEO ? 25 : 10);
            settings.accept(recorder);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                recorder.recordImage(
                        form.width,
                        form.height,
                        Frame.DEPTH_UBYTE,
                        3,
                        form.width * 3,
                        avutil.AV_PIX_FMT_RGB24,
                        rgb.apply(i).rewind());
            }
            recorder.stop();
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new IllegalStateException("cannot record " + file, e);
        }
    }

    /** The number that a frame of a numbered video shows. */
    public static int number(VideoFrame frame) {
        return number(frame.rgb(), frame.width(), frame.height());
    }

    /** The number that packed RGB bytes show. */
    public static int number(byte[] rgb, int width, int height) {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int x = (2 * bit + 1) * width / (2 * BITS);
            boolean white = (rgb[(height / 2 * width + x) * 3] & 0xff) > 127;
            number = 2 * number + (white ? 1 : 0);
        }
        return number;
    }

    static Frame picture(int number) {
        Frame frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 1);
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean white = (number >> (BITS - 1 - x * BITS / WIDTH) & 1) == 1;
                pixels.put(y * frame.imageStride + x, (byte) (white ? 235 : 16));
            }
        }
        return frame;
    }
}
