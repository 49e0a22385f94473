package dev.rewind.ingest.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small CSV file; its values are numbers and labels, which need no quotes. */
final class Listing {
    private Listing() {}

    static Path write(Path file, List<String> lines) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw VideoFile.cannotWrite(file, e);
        }
    }
}
