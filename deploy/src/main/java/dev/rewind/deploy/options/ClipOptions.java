package dev.rewind.deploy.options;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the clips of all streams are cut, and those of some. */
public final class ClipOptions {
    @Option(
            names = "--clip-frames",
            paramLabel = "FRAMES",
            description = "Frames of the stream that a clip spans, 1 to 256; of more than the model takes it sees some,"
                    + " evenly spread, of fewer each several times (default: as many as the model takes).")
    private Optional<Integer> frames = Optional.empty();

    @Option(
            names = "--clip-rate",
            paramLabel = "FPS",
            description = "Frames a second that clips are cut from; slower sources are taken as they are (default: the"
                    + " model's rate).")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--stride",
            paramLabel = "FRAMES",
            description = "Frames between the beginnings of two clips (default: half a clip).")
    private Optional<Integer> stride = Optional.empty();

    @Option(
            names = "--clips",
            paramLabel = "STREAMS=SETTINGS",
            description = "Clips of some streams, such as 'cam-*=frames:32,rate:5,stride:8'; * and ? stand for any"
                    + " characters. May be repeated: the first that matches a stream overrules the above.")
    private List<String> rules = new ArrayList<>();

    /**
     * What the user chose.
     *
     * @throws IllegalArgumentException if a value is none
     */
    public ClipRules rules() {
        return new ClipRules(
                new ClipSettings(frames, rate, stride),
                rules.stream().map(ClipRules.Rule::parse).toList());
    }
}
