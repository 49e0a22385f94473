package dev.rewind.deploy.dlq;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.topics.deadletters.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What every list of dead letters says in the same words. */
final class LetterText {
    static final JsonMapper JSON = new JsonMapper();
    static final String NONE = "-";

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_KEY = 512;

    private LetterText() {}

    /** The letter without bytes and headers. */
    static ObjectNode json(DeadLetter letter, Optional<Instant> redriven) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", letter.id().toString())
                .put("at", letter.at().toString())
                .put("reason", letter.about().reason());
        letter.about().origin().ifPresent(origin -> node.put("topic", origin.topic())
                .put("partition", origin.partition())
                .put("offset", origin.offset()));
        letter.name().ifPresent(name -> node.put("key", cut(name, LONGEST_KEY)));
        node.put("bytes", letter.bytes())
                .put("leftBehind", letter.isLeftBehind())
                .put("attempts", letter.attempts());
        redriven.ifPresent(at -> node.put("redriven", at.toString()));
        return node;
    }

    static String origin(DeadLetter letter) {
        return letter.about().origin().map(Object::toString).orElse(NONE);
    }

    /** The key, on one line: any producer may send any bytes. */
    static String name(DeadLetter letter) {
        return plain(cut(letter.name().orElse(NONE), LONGEST_NAME));
    }

    /** No stream is called so; a key may be as long as a record. */
    private static String cut(String key, int most) {
        return key.length() <= most ? key : key.substring(0, most) + "...";
    }

    /** Text of a producer, without what would move the terminal's cursor. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** How long ago, in the largest unit that fits. */
    static String age(Instant at, Instant now) {
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return seconds / 60 + "min";
        }
        return seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    static String size(long bytes) {
        return bytes < 10_000 ? bytes + " B" : String.format(Locale.ROOT, "%.1f kB", bytes / 1000.0);
    }
}
