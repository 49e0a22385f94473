package dev.rewind.ingest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/** A camera that waits for one viewer, and then films numbers at its own pace until it is closed. */
final class Broadcast implements AutoCloseable {
    private static final int RATE = 25;

    private final Thread thread;
    private volatile boolean closed;

    private Broadcast(FFmpegFrameRecorder camera) {
        thread = new Thread(() -> film(camera), "broadcast");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param option of ffmpeg's output, which makes it wait for a viewer */
    static Broadcast of(String url, String format, String option, String value) {
        FFmpegFrameRecorder camera = new FFmpegFrameRecorder(url, Recording.WIDTH, Recording.HEIGHT, 0);
        camera.setFormat(format);
        camera.setOption(option, value);
        camera.setVideoCodec(format.equals("flv") ? avcodec.AV_CODEC_ID_FLV1 : avcodec.AV_CODEC_ID_MPEG2VIDEO);
        camera.setFrameRate(RATE);
        camera.setGopSize(RATE);
        return new Broadcast(camera);
    }

    private void film(FFmpegFrameRecorder camera) {
        try (camera) {
            camera.startUnsafe();
            for (int i = 0; !closed; i++) {
                camera.record(Recording.picture(i % 256), org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8);
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
