package dev.rewind.training.watch;

import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.UnreadableRecordException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where people confirmed or corrected a model: their last word on each clip, whether its frames could be had or not. */
public final class Feedback {
    private final Map<String, Opinion> opinions = new LinkedHashMap<>();
    private long heard;

    /** Takes note of a record of {@code labelled-clips}. */
    public void apply(ConsumerRecord<String, byte[]> record) {
        heard++;
        opinion(record).ifPresentOrElse(said -> opinions.put(record.key(), said), () -> opinions.remove(record.key()));
    }

    /** How many records were heard: as long as it stays the same, so does all else. */
    long heard() {
        return heard;
    }

    /**
     * What people said of one model.
     *
     * @param classes it knows; it could not have named another
     * @param since when
     */
    List<Opinion> of(String model, Collection<String> classes, Instant since) {
        return opinions.values().stream()
                .filter(said -> said.model().equals(model)
                        && classes.contains(said.label())
                        && !said.at().isBefore(since))
                .toList();
    }

    private static Optional<Opinion> opinion(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || record.key() == null) {
            return Optional.empty();
        }
        try {
            LabelledClipHeaders attributes = LabelledClipHeaders.read(record.key(), record.headers());
            return attributes
                    .said()
                    .filter(said -> attributes.origin() == Origin.PERSON)
                    .map(said -> new Opinion(
                            record.key(),
                            attributes.label(),
                            said.label(),
                            said.model(),
                            Instant.ofEpochMilli(record.timestamp())));
        } catch (UnreadableRecordException e) {
            return Optional.empty(); // whoever keeps the clips says so
        }
    }
}
