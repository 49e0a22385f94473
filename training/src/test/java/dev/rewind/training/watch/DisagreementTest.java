package dev.rewind.training.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DisagreementTest {
    private static final Instant LIVE_SINCE = Instant.parse("2026-01-02T00:00:00Z");

    private final Disagreement rule = new Disagreement(RollbackSettings.usual());
    private final Feedback feedback = new Feedback();
    private int clips;

    @Test
    void bringsThePreviousModelBackWhenPeopleAgreeLessThanBeforeAndItIsRightThere() {
        says("old", 18, true);
        says("old", 2, false);
        says("new", 4, true);
        says("new", 10, false);

        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).hasValueSatisfying(reason -> assertThat(reason)
                .contains("people agreed with 4 of 14 of its labels and 18 of 20 of old")
                .contains("on 14 of these clips old is right 10 times where it was wrong, and wrong 0 times"));
    }

    @Test
    void leavesAModelThatPeopleAgreeWithAsOftenAsBefore() {
        says("old", 3, true);
        says("old", 17, false);
        says("new", 2, true);
        says("new", 12, false);

        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isEmpty();
    }

    @Test
    void leavesAModelWhoseDoubtfulClipsThePreviousOneGetsWrongToo() {
        says("new", 4, true);
        says("new", 10, false);

        assertThat(reason(model("new", 0.9), model("old", 0.9), false)).isEmpty();
        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isPresent();
    }

    @Test
    void waitsForEnoughLabelsSinceTheModelWentLive() {
        says("new", 9, false);
        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isEmpty();

        add("new", "wave", "point", LIVE_SINCE.minusSeconds(1));
        assertThat(reason(model("new", 0.9), model("old", 0.9), true))
                .as("said before a person brought it back")
                .isEmpty();

        says("new", 1, false);
        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isPresent();
    }

    @Test
    void doesNotHoldClassesAgainstAModelThatItCannotKnow() {
        for (int i = 0; i < 20; i++) {
            add("new", "brand new", "wave", LIVE_SINCE);
        }
        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isEmpty();
    }

    @Test
    void goesByThePreviousModelAloneWhereNothingWasEverMeasured() {
        says("new", 12, false);

        assertThat(reason(model("new", null), model("old", null), true)).isPresent();
        assertThat(reason(model("new", null), model("old", null), false)).isEmpty();
        assertThat(rule.reason(model("new", null), model("old", null), feedback, DisagreementTest::nothingAtHand))
                .isEmpty();
        assertThat(rule.reason(model("new", 0.9), model("old", null), feedback, DisagreementTest::nothingAtHand))
                .as("the gate's figure alone, where clips are gone")
                .isPresent();
    }

    @Test
    void forgetsWhatAPersonTookBack() {
        says("new", 12, false);
        for (int i = 0; i < 5; i++) {
            feedback.apply(new ConsumerRecord<>("labelled-clips", 0, 0, "clip " + i, null));
        }
        assertThat(reason(model("new", 0.9), model("old", 0.9), true)).isEmpty();
    }

    private Optional<String> reason(ModelRecord live, ModelRecord previous, boolean previousIsRight) {
        return rule.reason(live, previous, feedback, (model, opinions) -> opinions.stream()
                .map(said -> Optional.of(previousIsRight || said.agrees()))
                .toList());
    }

    private static List<Optional<Boolean>> nothingAtHand(ModelRecord model, List<Opinion> opinions) {
        return Collections.nCopies(opinions.size(), Optional.empty());
    }

    /** So many labels that a person confirmed, or corrected. */
    private void says(String model, int labels, boolean right) {
        for (int i = 0; i < labels; i++) {
            add(model, "wave", right ? "wave" : "point", LIVE_SINCE.plusSeconds(1));
        }
    }

    private void add(String model, String label, String said, Instant at) {
        RecordHeaders headers = new RecordHeaders();
        new LabelledClipHeaders(label, Origin.PERSON, "door", Optional.empty(), Optional.of(new Said(said, model)))
                .writeTo(headers);
        feedback.apply(new ConsumerRecord<>(
                "labelled-clips",
                0,
                0,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "clip " + clips++,
                new byte[1],
                headers,
                Optional.empty()));
    }

    private static ModelRecord model(String version, Double top1) {
        return Models.record(version, State.LIVE, LIVE_SINCE, top1 == null ? Map.of() : Map.of("top1", top1));
    }
}
