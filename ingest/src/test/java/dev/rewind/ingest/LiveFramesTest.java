package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.decode.VideoFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LiveFramesTest {
    private static final int MORE = 10;
    private static final int ALL = LiveFrames.ROOM + MORE;

    private final StopSignal stop = new StopSignal();

    /** A camera that gives so many frames at once, and then ends, breaks off or falls silent. */
    private static final class Camera implements JpegFrames {
        private final CountDownLatch allRead = new CountDownLatch(1);
        private final int frames;
        private final Runnable end;
        private volatile int read;

        Camera(int frames, Runnable end) {
            this.frames = frames;
            this.end = end;
        }

        @Override
        public Optional<JpegFrame> next() {
            if (read == frames) {
                allRead.countDown();
                end.run();
                return Optional.empty();
            }
            JpegFrame frame = new JpegFrame(new byte[] {(byte) read}, 1, 1, Duration.ofMillis(read));
            read = read + 1;
            return Optional.of(frame);
        }

        @Override
        public VideoFacts facts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<VideoEnd> end() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    private static List<Long> rest(LiveFrames live) {
        List<Long> sequences = new ArrayList<>();
        for (var next = live.next(); next.isPresent(); next = live.next()) {
            assertThat(next.get().frame().jpeg()[0]).isEqualTo((byte) next.get().sequence());
            sequences.add(next.get().sequence());
        }
        return sequences;
    }

    private List<Long> keptBy(WhenBehind policy) throws InterruptedException {
        Camera camera = new Camera(ALL, () -> {});
        try (LiveFrames live = new LiveFrames(camera, policy, stop)) {
            if (policy != WhenBehind.WAIT) {
                camera.allRead.await();
            }
            return rest(live);
        }
    }

    private static List<Long> numbers(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void keepsTheNewestWhereTheOldestAreDropped() throws InterruptedException {
        assertThat(keptBy(WhenBehind.DROP_OLDEST)).isEqualTo(numbers(MORE, ALL));
    }

    @Test
    void keepsTheOldestWhereTheNewestAreDropped() throws InterruptedException {
        assertThat(keptBy(WhenBehind.DROP_NEWEST)).isEqualTo(numbers(0, LiveFrames.ROOM));
    }

    @Test
    void losesNothingWhereTheSourceWaits() throws InterruptedException {
        assertThat(keptBy(WhenBehind.WAIT)).isEqualTo(numbers(0, ALL));
    }

    @Test
    void readsNoFurtherThanThereIsRoomWhereTheSourceWaits() {
        Camera camera = new Camera(ALL, () -> {});
        try (LiveFrames live = new LiveFrames(camera, WhenBehind.WAIT, stop)) {
            while (camera.read <= LiveFrames.ROOM) {
                Thread.onSpinWait();
            }
            assertThat(live.next()).isPresent();
            while (camera.read <= LiveFrames.ROOM + 1) {
                Thread.onSpinWait();
            }
        }
        assertThat(camera.read).isEqualTo(LiveFrames.ROOM + 2);
    }

    @Test
    void tellsThatTheSourceBrokeOffAfterWhatCameBefore() {
        Camera camera = new Camera(3, () -> {
            throw new SourceException("broke off");
        });
        try (LiveFrames live = new LiveFrames(camera, WhenBehind.DROP_OLDEST, stop)) {
            assertThat(live.next()).isPresent();
            assertThat(live.next()).isPresent();
            assertThat(live.next()).isPresent();
            assertThatThrownBy(live::next).hasMessage("broke off");
        }
    }

    @Test
    void leavesASourceThatIsSilent() throws InterruptedException {
        Camera camera = new Camera(0, LiveFramesTest::waitUntilInterrupted);
        try (LiveFrames live = new LiveFrames(camera, WhenBehind.DROP_OLDEST, stop)) {
            camera.allRead.await();
        }
        Camera other = new Camera(0, LiveFramesTest::waitUntilInterrupted);
        try (LiveFrames live = new LiveFrames(other, WhenBehind.DROP_OLDEST, stop)) {
            other.allRead.await();
            stop.give();
            assertThatThrownBy(live::next).hasMessage("reading was interrupted");
        }
    }

    private static void waitUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new SourceException("reading was interrupted", e);
        }
    }
}
