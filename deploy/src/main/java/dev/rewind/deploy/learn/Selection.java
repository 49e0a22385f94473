package dev.rewind.deploy.learn;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipManifest.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which recordings of a manifest a command works on.
 *
 * @param manifest the manifest
 * @param splits those of these splits
 */
public record Selection(ClipManifest manifest, Set<String> splits) {
    /** Reads the manifest. */
    public static Selection of(Path manifest, List<String> splits) {
        return new Selection(ClipManifest.read(manifest), Set.copyOf(splits));
    }

    /** All entries of the splits. */
    public List<Entry> all() {
        return some(entry -> true, "");
    }

    /** The entries of the splits that lie in a fold. */
    public List<Entry> inFold(int fold) {
        return some(entry -> entry.fold().filter(f -> f == fold).isPresent(), " and fold " + fold);
    }

    /** The entries of the splits that lie outside a fold. */
    public List<Entry> outsideFold(int fold) {
        return some(entry -> entry.fold().filter(f -> f == fold).isEmpty(), " outside fold " + fold);
    }

    private List<Entry> some(Predicate<Entry> fits, String which) {
        List<Entry> entries = manifest.where(entry -> splits.contains(entry.split()) && fits.test(entry));
        if (entries.isEmpty()) {
            throw new CommandFailure("the manifest " + manifest.file() + " has no clips of the split "
                    + String.join(", ", splits) + which + "; its splits are "
                    + manifest.where(entry -> true).stream()
                            .map(Entry::split)
                            .distinct()
                            .toList());
        }
        return entries;
    }
}
