package dev.rewind.inference.drift;

import dev.rewind.topics.Progress;
import dev.rewind.topics.models.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Watches every stream, and says how far it has moved from the training clips. For several threads. */
final class DriftWatch {
    private static final float GROWTH = 0.75f;

    private final DriftSettings settings;
    private final Map<String, Watched> streams;

    DriftWatch(DriftSettings settings) {
        this.settings = settings;
        this.streams = new LinkedHashMap<>(16, GROWTH, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Watched> eldest) {
                return size() > settings.mostStreams();
            }
        };
    }

    private static final class Watched {
        private final Profile profile;
        private final StreamDrift drift;
        private Instant reported = Instant.MIN;

        private Watched(Profile profile, int horizon) {
            this.profile = profile;
            this.drift = new StreamDrift(profile, horizon);
        }
    }

    /**
     * Takes note of a clip.
     *
     * @return the stream's figures for {@code progress}, if it is time for them
     */
    synchronized Optional<Progress> saw(Sighting clip, Instant now) {
        if (clip.profile().isEmpty()) {
            return Optional.empty();
        }
        String stream = clip.label().stream();
        Profile profile = clip.profile().get();
        Watched watched = streams.get(stream);
        if (watched == null || watched.profile != profile) { // another model sees other things
            watched = new Watched(profile, settings.horizon());
            streams.put(stream, watched);
        }
        watched.drift.add(clip);
        boolean due = watched.drift.clips() >= settings.leastClips()
                && (watched.reported == Instant.MIN
                        || Duration.between(watched.reported, now).compareTo(settings.reportEvery()) >= 0);
        if (!due) {
            return Optional.empty();
        }
        watched.reported = now;
        return Optional.of(progress(stream, watched.drift.distance(), now));
    }

    private Progress progress(String stream, StreamDrift.Distance distance, Instant now) {
        return new Progress(
                "drift/" + stream,
                Progress.State.RUNNING,
                verdict(distance),
                now,
                Map.of(
                        "clips", (double) distance.clips(),
                        "labels", distance.labels(),
                        "confidence", distance.confidence(),
                        "embedding", distance.embedding()));
    }

    private String verdict(StreamDrift.Distance distance) {
        List<String> moved = new ArrayList<>();
        if (distance.labels() >= settings.labels()) {
            moved.add(String.format(Locale.ROOT, "labels by %.2f", distance.labels()));
        }
        if (distance.confidence() >= settings.confidence()) {
            moved.add(String.format(Locale.ROOT, "confidence by %.2f", distance.confidence()));
        }
        if (distance.embedding() >= settings.embedding()) {
            moved.add(String.format(Locale.ROOT, "what the model sees by %.2f deviations", distance.embedding()));
        }
        return moved.isEmpty()
                ? "looks like the training clips"
                : "drifts from the training clips: " + String.join(", ", moved) + "; label some of its clips";
    }
}
