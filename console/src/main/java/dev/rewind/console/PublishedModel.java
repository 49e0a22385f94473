package dev.rewind.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Trial;
import java.util.Arrays;

/**
 * A model without what makes its record large.
 *
 * @param record without profile and confusion picture
 * @param pictured whether there is a confusion picture, at {@code /api/models/VERSION/confusion.png}
 */
record PublishedModel(@JsonUnwrapped ModelRecord record, boolean pictured) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    static PublishedModel of(ModelRecord model) {
        Trial trial = model.trial();
        return new PublishedModel(
                new ModelRecord(
                        model.version(),
                        model.parent(),
                        model.standing(),
                        model.weights(),
                        trial == null ? null : new Trial(trial.metrics(), trial.verdict(), null),
                        null,
                        model.manifest()),
                trial != null && isPng(trial.confusion()));
    }

    String version() {
        return record.version();
    }

    private static boolean isPng(byte[] picture) {
        return picture != null
                && picture.length > PNG.length
                && Arrays.equals(picture, 0, PNG.length, PNG, 0, PNG.length);
    }
}
