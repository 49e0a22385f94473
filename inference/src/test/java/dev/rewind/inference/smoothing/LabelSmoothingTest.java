package dev.rewind.inference.smoothing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ClipScores;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabelSmoothingTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final float[] BLACK = {0.9f, 0.1f, 0, 0};
    private static final float[] WHITE = {0, 0, 0.1f, 0.9f};
    private static final float[] EVEN = {0.25f, 0.25f, 0.25f, 0.25f};

    private final List<String> told = new ArrayList<>();
    private KeyValueStore<String, StreamScores> store;
    private LabelSmoothing smoothing;

    @BeforeEach
    void open() {
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("scores"), Serdes.String(), JsonSerde.of(StreamScores.class))
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        smoothing = over(Duration.ofSeconds(1));
    }

    @Test
    void shouldKeepTheLabelsOwnScoresBesideTheSmoothedOnes() {
        label("door", 0, 0, BLACK);
        Label second = label("door", 0, 1000, WHITE);

        assertThat(second.top()).containsExactly(new Label.Score("white", 0.9f));
        assertThat(second.smoothed()).extracting(Label.Score::label).containsExactly("white", "black");
        double kept = Math.exp(-1);
        assertThat(second.smoothed().get(0).score()).isEqualTo(0.9f * (1 - kept));
        assertThat(second.smoothed().get(1).score()).isEqualTo(0.9f * kept);
    }

    @Test
    void shouldBeginAnActionAboveOneBoundAndEndItBelowAnother() {
        smoothing = over(Duration.ZERO);
        float[][] scores = {{0.5f}, {0.6f}, {0.45f}, {0.59f}, {0.4f}, {0.39f}, {0.5f}, {0.61f}};
        for (int i = 0; i < scores.length; i++) {
            label("door", 0, 100 * i, scores[i][0], 1 - scores[i][0], 0, 0);
        }

        assertThat(told.stream().filter(event -> event.contains("black")))
                .containsExactly(
                        "door start black 0.60 at 100",
                        "door end black 0.39 at 500 since 100 SCORE",
                        "door start black 0.61 at 700");
    }

    @Test
    void shouldNotTellOfASingleClipThatShowsSomethingElse() {
        for (int i = 0; i < 10; i++) {
            label("door", 0, 300 * i, i == 5 ? WHITE : BLACK);
        }

        assertThat(told).containsExactly("door start black 0.90 at 0");
    }

    @Test
    void shouldEndWhatGoesOnWhenTheStreamIsOverAndBeginAnew() {
        label("door", 0, 0, BLACK);
        label("yard", 0, 0, WHITE);
        smoothing.endWhere("door"::equals);
        smoothing.endWhere("door"::equals);
        assertThat(store.get("door")).isNull();
        Label next = label("door", 0, 100, WHITE);

        assertThat(told)
                .containsExactly(
                        "door start black 0.90 at 0",
                        "yard start white 0.90 at 0",
                        "door end black 0.90 at 0 since 0 STREAM",
                        "door start white 0.90 at 100");
        assertThat(next.smoothed().get(0).score()).isEqualTo(0.9f);
    }

    @Test
    void shouldEndWhatGoesOnWithItsEpoch() {
        label("door", 3, 0, BLACK);
        label("door", 4, 100, BLACK);

        assertThat(told)
                .containsExactly(
                        "door start black 0.90 at 0",
                        "door end black 0.90 at 0 since 0 STREAM",
                        "door start black 0.90 at 100");
    }

    @Test
    void shouldEndWhatGoesOnWhereTheClockLeapsBack() {
        label("door", 3, 1000, BLACK);
        label("door", 3, 0, EVEN);

        assertThat(told)
                .containsExactly("door start black 0.90 at 1000", "door end black 0.90 at 1000 since 1000 STREAM");
    }

    @Test
    void shouldGoOnFromTheStoreAtAnyPoint() {
        Random random = new Random(4);
        List<String> steady = new ArrayList<>();
        for (boolean restarts : new boolean[] {false, true}) {
            open();
            told.clear();
            random.setSeed(4);
            for (int i = 0; i < 300; i++) {
                float black = random.nextFloat();
                boolean over = random.nextInt(20) == 0;
                label("door", i / 90, 400 * i, black, 1 - black, 0, 0);
                if (restarts) {
                    smoothing = over(Duration.ofSeconds(1));
                }
                if (over) {
                    smoothing.endWhere(stream -> true);
                }
            }
            if (!restarts) {
                steady.addAll(told);
            }
        }

        assertThat(told).hasSizeGreaterThan(20).isEqualTo(steady);
    }

    @Test
    void shouldSayWhereTheClipLies() {
        List<ActionEvent> events = new ArrayList<>();
        smoothing = new LabelSmoothing(SmoothingSettings.over(Duration.ZERO), 2, store, events::add);
        Label label = label("door", 0, 0, BLACK);

        assertThat(events.get(0).lineage()).isEqualTo(label.lineage());
        assertThat(events.get(0).model()).isEqualTo(label.model());
    }

    private LabelSmoothing over(Duration time) {
        return new LabelSmoothing(SmoothingSettings.over(time), 2, store, event -> told.add(text(event)));
    }

    private Label label(String stream, long epoch, long millis, float... probabilities) {
        Instant at = START.plusMillis(millis);
        Label plain = new Label(
                stream,
                at,
                at,
                List.of(new Label.Score("white", 0.9f)),
                new Label.Model("brightness-1", "0f"),
                new Label.Lineage(0, millis, millis, 4),
                new Label.Latency(0, 0, 0, 0));
        ClipScores clip = new ClipScores(probabilities, new float[0]);
        return smoothing.smooth(
                plain, epoch, new Scores(BrightnessModel.MANIFEST, Optional.empty(), Optional.empty(), clip, 0, 0));
    }

    private static String text(ActionEvent event) {
        String start = String.format(
                java.util.Locale.ROOT,
                "%s %s %s %.2f at %d",
                event.stream(),
                event.kind() == ActionEvent.Kind.START ? "start" : "end",
                event.action(),
                event.score(),
                Duration.between(START, event.at()).toMillis());
        return event.since() == null
                ? start
                : start + " since " + Duration.between(START, event.since()).toMillis() + " " + event.cause();
    }
}
