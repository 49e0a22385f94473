package dev.rewind.topics.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.Progress;
import dev.rewind.topics.sources.SourceStatus.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SourceCatalogTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant NOW = WRITTEN.plusSeconds(60);
    private static final SourceSpec DOOR = SourceSpec.of("rtsp://camera/1");

    private static SourceCatalog catalog(SourceSpec spec, Progress... told) {
        return new SourceCatalog(
                Map.of("door", SourceRecord.of("door", WRITTEN.toEpochMilli(), spec)),
                told.length == 0 ? Map.of() : Map.of("door", told[0]));
    }

    private static Progress told(Progress.State state, Instant at, Map<String, String> notes) {
        return new Progress("ingest/door", state, "said", at, Map.of("frames", 8.0), notes);
    }

    private static SourceStatus status(SourceSpec spec, Progress... told) {
        return catalog(spec, told).status("door", NOW);
    }

    @Test
    void saysWhatIsWantedAndWhatBecameOfIt() {
        SourceStatus running = status(
                DOOR,
                told(Progress.State.RUNNING, NOW.minusSeconds(4), Map.of("worker", "left", "problem", "broke off")));

        assertThat(running.state()).isEqualTo(State.RUNNING);
        assertThat(running.worker()).isEqualTo("left");
        assertThat(running.problem()).isEqualTo("broke off");
        assertThat(running.figures()).containsEntry("frames", 8.0);
        assertThat(running.since()).isEqualTo(NOW.minusSeconds(4));
    }

    @Test
    void saysThatNobodyPlaysIt() {
        assertThat(status(DOOR).detail()).contains("no worker has taken it yet");
        assertThat(status(DOOR, told(Progress.State.DONE, NOW, Map.of())).state())
                .as("stopped, by a worker that went")
                .isEqualTo(State.WAITING);
        SourceStatus silent = status(DOOR, told(Progress.State.RUNNING, NOW.minusSeconds(31), Map.of()));
        assertThat(silent.state()).isEqualTo(State.WAITING);
        assertThat(silent.detail()).contains("silent since");
    }

    @Test
    void tellsWhatWasPlayedToItsEndFromWhatIsToBePlayedAnew() {
        String revision = Long.toString(WRITTEN.toEpochMilli());
        String earlier = Long.toString(WRITTEN.toEpochMilli() - 1);

        assertThat(status(DOOR, told(Progress.State.DONE, NOW, Map.of("played", revision)))
                        .state())
                .isEqualTo(State.ENDED);
        assertThat(status(DOOR, told(Progress.State.DONE, NOW, Map.of("played", earlier)))
                        .state())
                .isEqualTo(State.WAITING);
        assertThat(status(DOOR, told(Progress.State.FAILED, NOW, Map.of())).state())
                .isEqualTo(State.FAILED);
        assertThat(status(DOOR, told(Progress.State.FAILED, WRITTEN.minusSeconds(1), Map.of()))
                        .state())
                .as("failed before it was written anew")
                .isEqualTo(State.WAITING);
    }

    @Test
    void pausesAndResumesOnlyWhereThatChangesSomething() {
        SourceSpec paused = DOOR.withPaused(true);

        assertThat(catalog(DOOR).paused("door", true, NOW)).contains(paused);
        assertThat(catalog(paused).paused("door", true, NOW)).isEmpty();
        assertThat(catalog(paused).paused("door", false, NOW)).contains(DOOR);
        assertThat(catalog(DOOR).paused("door", false, NOW)).isEmpty();
        assertThat(catalog(DOOR, told(Progress.State.FAILED, NOW, Map.of())).paused("door", false, NOW))
                .as("tried once more")
                .contains(DOOR);
        assertThat(status(paused, told(Progress.State.RUNNING, NOW, Map.of())).state())
                .isEqualTo(State.PAUSED);
    }

    @Test
    void namesTheSourcesThereAre() {
        assertThatThrownBy(() -> catalog(DOOR).get("gate")).hasMessage("there is no source 'gate'; there are door");
        assertThatThrownBy(() -> catalog(DOOR).requireNew("door")).hasMessageContaining("change that one");
    }
}
