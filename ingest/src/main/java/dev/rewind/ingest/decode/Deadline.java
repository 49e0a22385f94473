package dev.rewind.ingest.decode;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends ffmpeg's blocking reads: ffmpeg asks while it waits, and gives up once the time is over or the reading thread was
 * interrupted.
 */
final class Deadline implements AutoCloseable {
    /** One for all sources, as JavaCPP has room for only a few callbacks; each source hands it its own clock. */
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer clock) {
            return isOver(new LongPointer(clock)) || Thread.currentThread().isInterrupted() ? 1 : 0;
        }
    };

    private final LongPointer clock = new LongPointer(1);
    private final long nanos;

    Deadline(Duration timeout) {
        nanos = timeout.toNanos();
        restart();
    }

    void watch(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK).opaque(clock);
    }

    void restart() {
        clock.put(System.nanoTime() + nanos);
    }

    boolean isOver() {
        return isOver(clock);
    }

    private static boolean isOver(LongPointer clock) {
        return System.nanoTime() - clock.get() > 0;
    }

    @Override
    public void close() {
        clock.close();
    }
}
