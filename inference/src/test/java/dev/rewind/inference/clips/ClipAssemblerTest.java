package dev.rewind.inference.clips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.ClipSpec;
import dev.rewind.topics.JsonSerde;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipAssemblerTest {
    private static final ClipSpec SPEC = new ClipSpec(4, 1, 1, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);
    private static final long PERIOD = 100_000;
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final ClipAssembler assembler = assembler(2);
    private long offset;

    @Test
    void shouldSlideByTheStride() {
        assertThat(add(numbered(0, 0, 8))).containsExactly("0 1 2 3", "2 3 4 5", "4 5 6 7");
    }

    @Test
    void shouldCutTheSameClipsWhereverTheRecordsEnd() {
        List<String> clips = add(numbered(0, 0, 3));
        clips.addAll(add(numbered(0, 3, 1)));
        clips.addAll(add(numbered(0, 4, 4)));

        assertThat(clips).containsExactly("0 1 2 3", "2 3 4 5", "4 5 6 7");
    }

    @Test
    void shouldLeaveFramesOutWhenTheStrideIsLongerThanAClip() {
        ClipAssembler sparse = assembler(6);

        assertThat(texts(sparse.add(numbered(0, 0, 12)))).containsExactly("0 1 2 3", "6 7 8 9");
    }

    @Test
    void shouldBeginAgainAfterASequenceGap() {
        add(numbered(0, 0, 3));

        assertThat(add(numbered(0, 5, 4))).containsExactly("5 6 7 8");
    }

    @Test
    void shouldBeginAgainWhenTheSequenceGoesBackAtLaterTimes() {
        add(numbered(0, 10, 3));

        assertThat(add(bundle(0, 7, PERIOD, at(13, 4)))).containsExactly("13 14 15 16");
    }

    @Test
    void shouldDropFramesSeenBefore() {
        add(numbered(0, 0, 3));

        assertThat(add(numbered(0, 0, 3))).isEmpty();
        assertThat(add(numbered(0, 2, 2))).containsExactly("0 1 2 3");
    }

    @Test
    void shouldDropFramesSeenBeforeAfterAFlush() {
        add(numbered(0, 0, 3));
        assembler.flush();
        add(numbered(0, 0, 3));

        assertThat(assembler.flush()).isEmpty();
    }

    @Test
    void shouldTakeACounterThatWasResetForNewFrames() {
        add(numbered(0, 0, 3));

        assertThat(add(bundle(0, 0, PERIOD, at(9, 4)))).containsExactly("9 10 11 12");
    }

    @Test
    void shouldNotMixTwoEpochs() {
        add(numbered(0, 0, 6));

        assertThat(add(bundle(1, 6, PERIOD, at(6, 4)))).containsExactly("6 7 8 9");
    }

    @Test
    void shouldLabelAnEpochThatIsShorterThanAClip() {
        add(numbered(0, 0, 3));

        assertThat(add(bundle(1, 0, PERIOD, at(9, 4)))).containsExactly("0 1 2", "9 10 11 12");
    }

    @Test
    void shouldTakeUnnumberedFramesAsTheyCome() {
        List<String> clips = new ArrayList<>();
        for (int i : new int[] {3, 1, 2, 2}) {
            clips.addAll(add(bundle(0, FrameBundle.UNNUMBERED, FrameBundle.UNKNOWN, at(i, 1))));
        }

        assertThat(clips).containsExactly("3 1 2 2");
    }

    @Test
    void shouldSampleAFasterSourceAtTheModelsPeriod() {
        long[] at = IntStream.range(0, 40).mapToLong(i -> i * 33_333L).toArray();

        List<Clip> clips = assembler.add(bundle(0, 0, 33_333, at));

        assertThat(clips.get(0).refs().stream().map(FrameRef::index)).containsExactly(0, 3, 6, 9);
        assertThat(clips.get(4).refs().stream().map(FrameRef::index)).containsExactly(24, 27, 30, 33);
    }

    @Test
    void shouldSampleToTheNearestFrameWithoutDrift() {
        long[] at = IntStream.range(0, 100).mapToLong(i -> i * 40_000L).toArray();

        List<FrameRef> taken = assembler.add(bundle(0, 0, 40_000, at)).stream()
                .flatMap(clip -> clip.refs().stream())
                .distinct()
                .toList();

        for (int i = 0; i < taken.size(); i++) {
            assertThat(taken.get(i).at()).isBetween(i * PERIOD - 20_000, i * PERIOD + 20_000);
        }
    }

    @Test
    void shouldGoOnSamplingWhenAFastSourcesTimeGoesBack() {
        add(bundle(0, FrameBundle.UNNUMBERED, 50_000, at(19, 1)));

        List<String> clips = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clips.addAll(add(bundle(0, FrameBundle.UNNUMBERED, 50_000, at(i, 1))));
        }

        assertThat(clips).containsExactly("19 0 1 2");
    }

    @Test
    void shouldFlushAShortRunOnce() {
        add(numbered(0, 0, 2));

        assertThat(assembler.flush().map(ClipAssemblerTest::text)).contains("0 1");
        assertThat(assembler.flush()).isEmpty();
        assertThat(assembler.isEmpty()).isTrue();
    }

    @Test
    void shouldNotFlushTheRestOfALabelledRun() {
        add(numbered(0, 0, 5));

        assertThat(assembler.flush()).isEmpty();
        assertThat(add(numbered(0, 5, 3))).isEmpty();
        assertThat(assembler.flush().map(ClipAssemblerTest::text)).contains("5 6 7");
    }

    @Test
    void shouldGoOnFromItsStateAtAnyPoint() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int stride = 1 + random.nextInt(6);
            List<FrameBundle> bundles = unruly(random);
            ClipAssembler steady = assembler(stride);
            ClipAssembler restarted = assembler(stride);
            Map<FrameRef, Frame> topic = new HashMap<>();
            for (FrameBundle bundle : bundles) {
                bundle.frames().forEach(frame -> topic.put(frame.ref(), frame));
                assertThat(texts(restarted.add(bundle))).as("seed %d", seed).isEqualTo(texts(steady.add(bundle)));
                if (random.nextInt(3) == 0) {
                    StreamState kept = throughJson(restarted.state(7));
                    restarted =
                            new ClipAssembler(SPEC, stride(stride), SILENCE, kept, ref -> Optional.of(topic.get(ref)));
                }
            }
            assertThat(restarted.state(0)).isEqualTo(steady.state(0));
        }
    }

    @Test
    void shouldBeginAfterAFrameThatIsGoneFromTheTopic() {
        add(numbered(0, 0, 3));
        StreamState state = assembler.state(0);

        ClipAssembler restarted = new ClipAssembler(
                SPEC,
                stride(2),
                SILENCE,
                state,
                ref -> ref.index() == 1 ? Optional.empty() : Optional.of(new Frame(ref, new byte[3])));

        assertThat(texts(restarted.add(numbered(0, 3, 3)))).containsExactly("2 3 4 5");
    }

    @Test
    void shouldServeAModelOfShorterClipsFromAnOlderState() {
        add(numbered(0, 0, 3));
        ClipSpec shorter = new ClipSpec(2, 1, 1, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);

        ClipAssembler next = new ClipAssembler(
                shorter,
                stride(shorter, 1),
                SILENCE,
                assembler.state(0),
                ref -> Optional.of(new Frame(ref, new byte[3])));

        assertThat(texts(next.add(numbered(0, 3, 1)))).containsExactly("2 3");
    }

    /** Records with gaps, repetitions, new epochs and times that jump. */
    private List<FrameBundle> unruly(Random random) {
        List<FrameBundle> bundles = new ArrayList<>();
        long epoch = 0;
        long sequence = 0;
        long tick = 0;
        for (int i = 0; i < 60; i++) {
            int count = 1 + random.nextInt(5);
            switch (random.nextInt(10)) {
                case 0 -> epoch++;
                case 1 -> sequence += 3;
                case 2 -> sequence = Math.max(0, sequence - 2);
                case 3 -> tick += 50;
                default -> {}
            }
            long period = random.nextBoolean() ? PERIOD : PERIOD / 3;
            long first = tick * PERIOD;
            bundles.add(bundle(
                    epoch,
                    random.nextInt(12) == 0 ? FrameBundle.UNNUMBERED : sequence,
                    period,
                    IntStream.range(0, count).mapToLong(n -> first + n * period).toArray()));
            sequence += count;
            tick += count;
        }
        return bundles;
    }

    private List<String> add(FrameBundle bundle) {
        return new ArrayList<>(texts(assembler.add(bundle)));
    }

    /** Frames whose time, in periods, is their sequence. */
    private FrameBundle numbered(long epoch, int sequence, int count) {
        return bundle(epoch, sequence, PERIOD, at(sequence, count));
    }

    private static long[] at(int tick, int count) {
        return IntStream.range(tick, tick + count).mapToLong(i -> i * PERIOD).toArray();
    }

    private FrameBundle bundle(long epoch, long sequence, long period, long[] at) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            frames.add(new Frame(new FrameRef(offset, i, at[i]), new byte[3]));
        }
        offset++;
        return new FrameBundle(epoch, sequence, period, FrameBundle.ANY_SOURCE, frames);
    }

    private static ClipAssembler assembler(int stride) {
        return new ClipAssembler(SPEC, stride(stride), SILENCE);
    }

    private static ClipCut stride(int stride) {
        return stride(SPEC, stride);
    }

    private static ClipCut stride(ClipSpec spec, int stride) {
        return ClipSettings.withStride(stride).cut(spec);
    }

    private static StreamState throughJson(StreamState state) {
        try (JsonSerde<StreamState> json = JsonSerde.of(StreamState.class)) {
            return json.deserializer().deserialize("", json.serializer().serialize("", state));
        }
    }

    private static List<String> texts(List<Clip> clips) {
        return clips.stream().map(ClipAssemblerTest::text).toList();
    }

    private static String text(Clip clip) {
        return String.join(
                " ",
                clip.refs().stream()
                        .map(ref -> Long.toString(ref.at() / PERIOD))
                        .toList());
    }
}
