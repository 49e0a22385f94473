package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Script.Part;
import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A figure that does all ten actions one after another, in one scene. */
final class DemoReel {
    private static final double SHORTEST = 4;
    private static final double LONGEST = 5.5;

    private DemoReel() {}

    static Path write(Path directory, int stream, long seed) throws IOException {
        Random random = new Random(31 * seed + stream);
        // Both kinds of file are to be seen in the demo.
        Format format = stream % 2 == 0 ? Format.H264_MP4 : Format.VP9_WEBM;
        Script script = script(random);
        long sceneSeed = random.nextLong();
        VideoFile.Size size = new VideoFile.Size(Camera.WIDTH, Camera.HEIGHT);
        String name = "demo-" + stream;
        Listing.write(directory.resolve(name + ".csv"), listing(script));
        return VideoFile.write(
                directory.resolve(name + "." + format.extension()),
                Scene.draw(sceneSeed),
                script,
                sceneSeed,
                size,
                format);
    }

    private static Script script(Random random) {
        List<SyntheticAction> actions = Arrays.asList(SyntheticAction.values());
        Collections.shuffle(actions, random);
        List<Part> parts = new ArrayList<>();
        double from = 0;
        for (SyntheticAction action : actions) {
            double to = from + SHORTEST + (LONGEST - SHORTEST) * random.nextDouble();
            parts.add(new Part(from, to, action));
            from = to;
        }
        return new Script(parts);
    }

    private static List<String> listing(Script script) {
        List<String> lines = new ArrayList<>(List.of("from,to,label"));
        for (Part part : script.parts()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%s",
                    part.from(),
                    part.to(),
                    part.action().label()));
        }
        return lines;
    }
}
