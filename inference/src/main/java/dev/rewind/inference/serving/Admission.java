package dev.rewind.inference.serving;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelManifest;
import java.util.List;
import java.util.Locale;

/**
 * What a model must be to label in the live one's place. Whoever {@linkplain
 * dev.rewind.topics.models.Standing#forced forces} it may lose classes and time, but not the form of the clips, which are
 * cut already, nor scores that are numbers.
 */
final class Admission {
    private static final int NAMED = 5; // of classes that may be hundreds

    private final LiveModel live;
    private final ServingSettings settings;

    Admission(LiveModel live, ServingSettings settings) {
        this.live = live;
        this.settings = settings;
    }

    /**
     * Checks a model and leaves it warm on each of its devices; how fast it is, the first one shows.
     *
     * @throws RefusedModelException if it must not take over
     */
    void check(Replicas next, boolean forced) {
        ModelManifest now = live.manifest();
        requireSameClips(now, next.manifest());
        if (!forced) {
            requireClasses(now, next.manifest());
        }
        WarmUp warmUp = new WarmUp(now.clip(), settings.maxBatch());
        warmUp.run(next);
        if (!forced) {
            requireSpeed(now, warmUp.slowdown(live.first(), next.first(), settings.maxSlowdown()));
        }
    }

    /**
     * Holds a model to the clips that are cut for another.
     *
     * @throws RefusedModelException if it takes others
     */
    static void requireSameClips(ModelManifest live, ModelManifest next) {
        ClipSpec cut = live.clip();
        ClipSpec wanted = next.clip();
        boolean same = cut.frames() == wanted.frames()
                && cut.height() == wanted.height()
                && cut.width() == wanted.width()
                && cut.period().equals(wanted.period());
        if (!same) {
            throw new RefusedModelException("takes clips of " + describe(wanted) + ", but those of " + live.version()
                    + ", which are cut here, are of " + describe(cut)
                    + "; stop inference, then start it with this model live");
        }
    }

    private static String describe(ClipSpec spec) {
        return spec.frames() + " frames of " + spec.width() + "x" + spec.height() + " every "
                + spec.period().toMillis() + " ms";
    }

    private static void requireClasses(ModelManifest live, ModelManifest next) {
        List<String> lost = live.classes().stream()
                .filter(name -> !next.classes().contains(name))
                .toList();
        if (!lost.isEmpty()) {
            String more = lost.size() > NAMED ? " and " + (lost.size() - NAMED) + " more" : "";
            throw new RefusedModelException("does not know "
                    + String.join(", ", lost.subList(0, Math.min(NAMED, lost.size()))) + more + ", which "
                    + live.version() + " knows; a person may promote it all the same");
        }
    }

    private void requireSpeed(ModelManifest live, double slowdown) {
        if (slowdown > settings.maxSlowdown()) {
            throw new RefusedModelException(String.format(
                    Locale.ROOT,
                    "takes %.1f times as long for a clip as %s, more than the %.1f times that are allowed; a person may"
                            + " promote it all the same",
                    slowdown,
                    live.version(),
                    settings.maxSlowdown()));
        }
    }
}
