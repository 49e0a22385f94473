package dev.rewind.model.checkpoint.published;

import dev.rewind.model.checkpoint.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A checkpoint that the authors of PySlowFast publish, by a name of ours.
 *
 * @param name such as {@code kinetics400}
 * @param source where it is published
 * @param preset the network that it fits
 * @param dropped tensors in it that the network does without
 * @param sha256 of the file, if it is known; the published name tells none
 */
public record PublishedCheckpoint(
        String name, URI source, String preset, Set<String> dropped, Optional<String> sha256) {
    private static final Download.Limits LIMITS = new Download.Limits(1L << 31, Duration.ofSeconds(30));
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<PublishedCheckpoint> ALL = List.of(new PublishedCheckpoint(
            "kinetics400",
            URI.create("https://dl.fbaipublicfiles.com/pyslowfast/rev/REV_MVIT_B_16x4.pyth"),
            "rev-mvit-b-16x4",
            Set.of("cls_token", "pos_embed_class"),
            Optional.empty()));

    /** Is told how far a download is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called a few times a second, while something comes.
         *
         * @param bytes that have come
         * @param total to come, or -1 if the server does not say
         */
        void received(long bytes, long total);
    }

    public PublishedCheckpoint {
        dropped = Collections.unmodifiableSet(new TreeSet<>(dropped));
        sha256.ifPresent(PublishedCheckpoint::requireHash);
    }

    /**
     * The checkpoint of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static PublishedCheckpoint byName(String name) {
        return ALL.stream()
                .filter(published -> published.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no published checkpoint '" + name
                        + "'; choose one of " + String.join(", ", names()) + ", or give a file"));
    }

    /** Every published checkpoint that is known here. */
    public static List<String> names() {
        return ALL.stream().map(PublishedCheckpoint::name).toList();
    }

    /** The name of the published file. */
    public String fileName() {
        String path = source.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The names of its classes, in the order of its outputs. */
    public List<String> labels() {
        try (InputStream in = PublishedCheckpoint.class.getResourceAsStream(name + ".txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Downloads the file, which appears only when it is whole and its hash is right. A command that calls this takes a file
     * that is there already, so that one can be carried to a machine without internet.
     *
     * @param target where it is to be
     * @param pinned the SHA-256 that it must have; without one, the known one, if any
     * @param progress is told how far it is
     * @return its SHA-256
     * @throws DownloadException if it does not arrive, or is another file; the message says how to go on without internet
     * @throws IOException if it cannot be written
     */
    public String fetch(Path target, Optional<String> pinned, Progress progress) throws IOException {
        return fetch(target, pinned, progress, LIMITS);
    }

    String fetch(Path target, Optional<String> pinned, Progress progress, Download.Limits limits) throws IOException {
        pinned.ifPresent(PublishedCheckpoint::requireHash);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Download download = new Download(
                source, limits, "get it on a machine that can, copy it to " + target + ", and run this command again");
        try {
            download.to(part, progress);
            String found = Sha256.of(part);
            String wanted = pinned.or(() -> sha256).orElse(found);
            if (!found.equals(wanted)) {
                throw download.failed(
                        "its SHA-256 is " + found + " instead of " + wanted + ", so it was not kept", null);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return found;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void requireHash(String sha256) {
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256: 64 hexadecimal digits in lower case");
        }
    }
}
