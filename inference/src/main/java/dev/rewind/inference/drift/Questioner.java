package dev.rewind.inference.drift;

import dev.rewind.topics.Question;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Chooses the clips that a person's label would teach most: of every so many the least certain one, if it is not like
 * one asked about before. For several threads.
 */
final class Questioner {
    private final QuestionSettings settings;
    private final Deque<float[]> asked = new ArrayDeque<>();
    private int seen;
    private Sighting best;

    Questioner(QuestionSettings settings) {
        this.settings = settings;
    }

    /** Takes note of a clip; what comes back is to be asked. */
    synchronized Optional<Question> saw(Sighting clip, Instant now) {
        seen++;
        boolean lessCertain = best == null || clip.uncertainty() > best.uncertainty();
        if (clip.uncertainty() >= settings.leastUncertainty() && lessCertain && !isLikeOneAsked(clip.embedding())) {
            best = clip;
        }
        if (seen < settings.outOf()) {
            return Optional.empty();
        }
        seen = 0;
        Optional<Question> question = Optional.ofNullable(best).map(least -> ask(least, now));
        best = null;
        return question;
    }

    private Question ask(Sighting clip, Instant now) {
        asked.addLast(clip.embedding());
        if (asked.size() > settings.remembered()) {
            asked.removeFirst();
        }
        return new Question(clip.label(), clip.uncertainty(), now);
    }

    private boolean isLikeOneAsked(float[] embedding) {
        return asked.stream().anyMatch(before -> cosine(before, embedding) > settings.mostSimilar());
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            product += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return lengthA > 0 && lengthB > 0 ? product / Math.sqrt(lengthA * lengthB) : 0;
    }
}
