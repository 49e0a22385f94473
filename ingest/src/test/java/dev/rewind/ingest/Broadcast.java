package dev.rewind.ingest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** A camera that waits for one viewer, and then films at its own pace until it is closed: numbers, or noise. */
final class Broadcast implements AutoCloseable {
    static final int RATE = 25;

    private static final int NOISE_WIDTH = 256;
    private static final int NOISE_HEIGHT = 192;

    static {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private final Thread thread;
    private volatile int filmed;
    private volatile boolean closed;

    private Broadcast(FFmpegFrameRecorder camera, IntFunction<Frame> pictures) {
        thread = new Thread(() -> film(camera, pictures), "broadcast");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param option of ffmpeg's output, which makes it wait for a viewer */
    static Broadcast of(String url, String format, String option, String value) {
        FFmpegFrameRecorder camera = camera(url, Recording.WIDTH, Recording.HEIGHT, format);
        camera.setOption(option, value);
        return new Broadcast(camera, i -> Recording.picture(i % 256));
    }

    /** Films noise instead, whose JPEGs are large, for one viewer by RTMP. */
    static Broadcast ofNoise(String url) {
        FFmpegFrameRecorder camera = camera(url, NOISE_WIDTH, NOISE_HEIGHT, "flv");
        camera.setOption("listen", "1");
        camera.setVideoBitrate(100_000_000);
        Frame noise = new Frame(NOISE_WIDTH, NOISE_HEIGHT, Frame.DEPTH_UBYTE, 1);
        Random random = new Random(7);
        byte[] bytes = new byte[noise.image[0].capacity()];
        return new Broadcast(camera, i -> {
            random.nextBytes(bytes);
            ((ByteBuffer) noise.image[0]).put(0, bytes);
            return noise;
        });
    }

    private static FFmpegFrameRecorder camera(String url, int width, int height, String format) {
        FFmpegFrameRecorder camera = new FFmpegFrameRecorder(url, width, height, 0);
        camera.setFormat(format);
        camera.setVideoCodec(format.equals("flv") ? avcodec.AV_CODEC_ID_FLV1 : avcodec.AV_CODEC_ID_MPEG2VIDEO);
        camera.setFrameRate(RATE);
        camera.setGopSize(RATE);
        return camera;
    }

    /** How many pictures its viewer was sent. */
    int filmed() {
        return filmed;
    }

    private void film(FFmpegFrameRecorder camera, IntFunction<Frame> pictures) {
        try (camera) {
            camera.startUnsafe();
            for (int i = 0; !closed; i++) {
                camera.record(pictures.apply(i), avutil.AV_PIX_FMT_GRAY8);
                filmed = i + 1;
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / RATE); // as a camera does
            }
        } catch (FrameRecorder.Exception e) {
            // The viewer has gone, which is how it ends.
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
