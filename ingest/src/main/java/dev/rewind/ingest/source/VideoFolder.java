package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The video files of a folder, one after another by name; those of its subfolders are left alone. */
public record VideoFolder(String stream, Path path) implements Source {
    private static final Set<String> VIDEO = Set.of(
            "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "m2ts", "flv", "ogv", "wmv", "asf",
            "gif", "3gp", "mxf", "ivf", "h264", "hevc", "mjpeg");

    @Override
    public String redacted() {
        return path.toString();
    }

    @Override
    public List<String> inputs() {
        List<String> videos = files(true).stream().map(Path::toString).toList();
        if (videos.isEmpty()) {
            throw new SourceException(
                    "the folder " + path + " holds no video files; put some in, or give another folder");
        }
        return videos;
    }

    /** The names of the files that are passed over, since they are not named like videos. */
    public List<String> skipped() {
        return files(false).stream().map(file -> file.getFileName().toString()).toList();
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public boolean reconnects() {
        return false;
    }

    private List<Path> files(boolean videos) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> isVideo(file) == videos)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SourceException("the folder " + path + " cannot be read: " + e + "; check its permissions", e);
        }
    }

    private static boolean isVideo(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return VIDEO.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
