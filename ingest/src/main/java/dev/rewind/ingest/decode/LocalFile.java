package dev.rewind.ingest.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Files as they really are: checked before they are opened, for ffmpeg's own messages tell too little. */
public final class LocalFile {
    private LocalFile() {}

    /**
     * Follows the links to a file that may be read.
     *
     * @param source a path, whatever is in it: only a path it is
     * @return where it really lies, so that a link which changes meanwhile leads nowhere else
     * @throws SourceException if it is missing, unreadable, empty, too large, or outside of the allowed roots
     */
    public static Path real(String source, OpenSettings settings) {
        String name = Credentials.hidden(source);
        try {
            Path given = Path.of(source).toAbsolutePath();
            if (!Files.exists(given)) {
                requireBelow(settings.allowedRoots(), given, given.normalize()); // or it would tell what is elsewhere
                throw new SourceException("the video file " + shown(given) + " is missing; check the path");
            }
            Path file = given.toRealPath();
            requireBelow(settings.allowedRoots(), given, file);
            if (!Files.isRegularFile(file)) {
                throw new SourceException(shown(given) + " is not a file; give the path of a video file");
            }
            if (!Files.isReadable(file)) {
                throw new SourceException(
                        "the video file " + shown(given) + " may not be read; change its permissions");
            }
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new SourceException("the video file " + shown(given) + " is empty; copy or record it again");
            }
            settings.limits().requireFileBytes(shown(given), bytes);
            return file;
        } catch (InvalidPathException | IOException e) {
            throw new SourceException(
                    "the video file '" + name + "' cannot be read: "
                            + Credentials.hidden(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static void requireBelow(List<Path> roots, Path given, Path file) throws IOException {
        for (Path root : roots) {
            if (file.startsWith(Files.exists(root) ? root.toRealPath() : root)
                    || (!Files.exists(file) && file.startsWith(root))) {
                return;
            }
        }
        if (!roots.isEmpty()) {
            throw new SourceException(shown(given) + " lies outside of the allowed folders " + roots
                    + "; move it there, or allow its folder with --allowed-root");
        }
    }

    private static String shown(Path path) {
        return Credentials.hidden(path.normalize().toString());
    }
}
