package dev.rewind.deploy.dlq;

import dev.rewind.deploy.options.MomentReader;
import dev.rewind.deploy.options.StreamPatternReader;
import dev.rewind.inference.clips.StreamPattern;
import dev.rewind.topics.deadletters.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which letters are meant; all of what is given must fit. */
final class LetterFilter implements Predicate<DeadLetter> {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Only those whose reason contains this.")
    private String reason;

    @Option(names = "--topic", paramLabel = "NAME", description = "Only those that came from this topic.")
    private String topic;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            converter = StreamPatternReader.class,
            description = "Only those with this key: of frames the stream, of labelled clips the clip. * stands for"
                    + " anything.")
    private StreamPattern stream;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = MomentReader.class,
            description = "Only those that came since: 2026-11-21T10:15:00Z, or -2h for two hours ago.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = MomentReader.class,
            description = "Only those that came before.")
    private Instant until;

    /** Whether the user asked for some and not for all. */
    boolean isGiven() {
        return reason != null || topic != null || stream != null || since != null || until != null;
    }

    @Override
    public boolean test(DeadLetter letter) {
        return (reason == null || lower(letter.about().reason()).contains(lower(reason)))
                && (topic == null
                        || letter.about()
                                .origin()
                                .filter(origin -> origin.topic().equals(topic))
                                .isPresent())
                && (stream == null || letter.name().filter(stream::matches).isPresent())
                && (since == null || !letter.at().isBefore(since))
                && (until == null || letter.at().isBefore(until));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
