package dev.rewind.model;

import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What lies beside a model's weights: all that is needed to serve it, and where it came from. The file
 * {@code manifest.json} of a model folder.
 *
 * @param version the model's name among all; labels carry it
 * @param sha256 of the weights file, lower-case hexadecimal
 * @param preset name of the preset the network was made from
 * @param network the network
 * @param clip the clips it takes
 * @param classes class names, in the order of the logits
 * @param created when it was trained, to the second
 * @param parent version of the model it was trained from; null when trained from nothing
 * @param metrics figures such as {@code top1} on held-out clips, by name
 */
public record ModelManifest(
        String version,
        String sha256,
        String preset,
        NetworkConfig network,
        ClipSpec clip,
        List<String> classes,
        Instant created,
        String parent,
        Map<String, Double> metrics) {
    public ModelManifest {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(clip, "clip");
        created = Objects.requireNonNull(created, "created").truncatedTo(ChronoUnit.SECONDS);
        classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
        metrics = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(metrics, "metrics")));
        if (classes.size() != network.classes()) {
            throw new IllegalArgumentException("model " + version + " names " + classes.size()
                    + " classes, but its network has " + network.classes());
        }
        Thw view = clip.view();
        if (!view.equals(network.input())) {
            String seen = clip.zoomsIn() ? ", seen as " + view.t() + " x " + view.h() + " x " + view.w() : "";
            throw new IllegalArgumentException("model " + version + " takes clips of " + clip.frames() + " x "
                    + clip.height() + " x " + clip.width() + seen
                    + ", but its network takes " + network.input().t() + " x "
                    + network.input().h() + " x " + network.input().w());
        }
    }

    /** The same manifest naming this weights file. */
    ModelManifest withSha256(String hash) {
        return new ModelManifest(version, hash, preset, network, clip, classes, created, parent, metrics);
    }
}
