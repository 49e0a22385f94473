package dev.rewind.deploy.probe;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.ingest.child.Probe;
import dev.rewind.ingest.decode.VideoFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A probe in words, and as JSON. */
final class ProbeText {
    private ProbeText() {}

    static String lines(Probe probe) {
        List<String> lines = new ArrayList<>();
        probe.facts().ifPresent(facts -> {
            lines.add("container  " + facts.container());
            lines.add("codec      " + facts.codec());
            lines.add("size       " + facts.width() + "x" + facts.height() + turned(facts.rotation()));
            facts.rate().ifPresent(rate -> lines.add(format("rate       %.2f frames/s", rate)));
            facts.duration().ifPresent(duration -> lines.add(format("duration   %.2f s", duration.toNanos() / 1e9)));
            lines.add("frames     " + probe.frames()
                    + (probe.expectedFrames().isPresent()
                            ? " of " + probe.expectedFrames().getAsLong()
                            : ""));
        });
        if (!probe.ok()) {
            lines.add("refused    " + probe.reason().orElse(""));
        } else {
            lines.add("damage     " + probe.reason().orElse("none"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** One line with every key, null where nothing is known. */
    static String json(Probe probe) {
        Optional<VideoFacts> facts = probe.facts();
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("ok", probe.ok())
                .put("reason", probe.reason().orElse(null))
                .put("container", facts.map(VideoFacts::container).orElse(null))
                .put("codec", facts.map(VideoFacts::codec).orElse(null))
                .put("width", facts.map(VideoFacts::width).orElse(null))
                .put("height", facts.map(VideoFacts::height).orElse(null))
                .put("rotation", facts.map(VideoFacts::rotation).orElse(null))
                .put("rate", known(facts.map(VideoFacts::rate).orElse(OptionalDouble.empty())))
                .put(
                        "duration",
                        facts.flatMap(VideoFacts::duration)
                                .map(duration -> duration.toNanos() / 1e9)
                                .orElse(null))
                .put("frames", probe.frames())
                .put("expectedFrames", known(probe.expectedFrames()))
                .put("damaged", probe.damaged());
        return json.toString();
    }

    private static Double known(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }

    private static Long known(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static String turned(int rotation) {
        return rotation == 0
                ? ""
                : ", to be turned " + Math.abs(rotation) + " degrees " + (rotation < 0 ? "clockwise" : "anticlockwise");
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
