package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The video files of a folder, one after another by name; those of its subfolders are left alone, and so are hidden ones.
 *
 * @param watched whether files that come later are played too
 */
public record VideoFolder(String stream, Path path, boolean watched) implements Videos {
    private static final Set<String> VIDEO = Set.of(
            "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "m2ts", "flv", "ogv", "wmv", "asf",
            "gif", "3gp", "mxf", "ivf", "h264", "hevc", "mjpeg");

    @Override
    public String redacted() {
        return Credentials.hidden(path.toString());
    }

    @Override
    public List<Input> inputs() {
        List<Input> videos = files(true).stream().map(Input::of).toList();
        if (videos.isEmpty()) {
            throw new SourceException("the folder " + redacted()
                    + " holds no video files; put some in, give another, or wait with --watch");
        }
        return videos;
    }

    @Override
    public List<String> skipped() {
        return files(false).stream().map(file -> Credentials.hidden(name(file))).toList();
    }

    @Override
    public Optional<NewFiles> arrivals() {
        return watched ? Optional.of(new NewFiles(() -> files(true))) : Optional.empty();
    }

    /** Whether there is nothing but pictures in it, which then make one video. */
    static boolean holdsPictures(Path folder) {
        VideoFolder here = new VideoFolder("", folder, false);
        return here.files(true).isEmpty() && here.files(false).stream().anyMatch(PictureSequence::isPicture);
    }

    private List<Path> files(boolean videos) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> isVideo(file) == videos && !name(file).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SourceException(
                    "the folder " + redacted() + " cannot be read: " + e + "; check its permissions", e);
        }
    }

    private static boolean isVideo(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return VIDEO.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
