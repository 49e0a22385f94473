package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.SourceException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that a pattern such as <code>cams/&#42;/2026-&#42;.mp4</code> stands for, by name; hidden ones are left alone, as a
 * shell does. Two stars stand for folders at any depth.
 *
 * @param folder what comes before the first name with a star, a question mark or brackets
 * @param pattern the rest
 * @param watched whether files that come later are played too
 */
public record VideoGlob(String stream, Path folder, String pattern, boolean watched) implements Videos {
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[]");

    static boolean isPattern(String text) {
        return SPECIAL.matcher(text).find();
    }

    /** @param text a path with a pattern in it */
    static VideoGlob of(String stream, String text, boolean watched) {
        String path = text.replace(File.separatorChar, '/');
        Matcher special = SPECIAL.matcher(path);
        int split = special.find() ? path.lastIndexOf('/', special.start()) + 1 : 0;
        Path folder = Path.of(path.substring(0, split)).toAbsolutePath().normalize();
        return new VideoGlob(stream, folder, path.substring(split), watched);
    }

    @Override
    public String redacted() {
        return Credentials.hidden(folder + "/" + pattern);
    }

    @Override
    public List<Input> inputs() {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new SourceException(
                    "there is no file " + redacted() + "; check the pattern, or wait for files with --watch");
        }
        return files.stream().map(Input::of).toList();
    }

    @Override
    public Optional<NewFiles> arrivals() {
        return watched ? Optional.of(new NewFiles(this::files)) : Optional.empty();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        PathMatcher names = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/").length;
        try (Stream<Path> files =
                Files.find(folder, depth, (file, attributes) -> names.matches(folder.relativize(file)))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException(
                    "the files " + redacted() + " cannot be listed: "
                            + Credentials.hidden(String.valueOf(e.getMessage())) + "; check the folders' permissions",
                    e);
        }
    }
}
