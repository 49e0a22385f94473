package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.SyntheticVideos.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes the clips of a data set, and last the manifest, which so never names a clip that is not there. */
final class Dataset {
    private static final String HEADER = "path,label,split,group";

    private Dataset() {}

    static Path write(Path directory, DatasetSpec spec, Progress progress) throws IOException {
        SyntheticAction[] actions = SyntheticAction.values();
        List<String> lines = new ArrayList<>(List.of(HEADER));
        SplittableRandom seeds = new SplittableRandom(spec.seed());
        VideoFile.Size size = new VideoFile.Size(spec.width(), spec.height());
        double seconds = SyntheticVideos.seconds(spec.length());
        for (int i = 0; i < spec.clipsPerClass(); i++) {
            // One scene for all ten actions: no colour or corner of it says which action it is.
            long seed = seeds.nextLong() >>> 1;
            Scene scene = Scene.draw(seed);
            for (SyntheticAction action : actions) {
                String path = String.format(
                        Locale.ROOT,
                        "%s/%04d.%s",
                        action.label(),
                        i,
                        spec.format().extension());
                VideoFile.write(directory.resolve(path), scene, Script.of(action, seconds), seed, size, spec.format());
                lines.add(String.join(",", path, action.label(), spec.split(i), Long.toString(seed)));
                progress.written(lines.size() - 1, spec.clipsPerClass() * actions.length);
            }
        }
        return Listing.write(directory.resolve("manifest.csv"), lines);
    }
}
