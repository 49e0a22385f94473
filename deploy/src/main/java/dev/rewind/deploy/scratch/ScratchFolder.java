package dev.rewind.deploy.scratch;

import dev.rewind.deploy.failure.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder among the system's temporary files that goes, with all that is in it, when a command is done. */
public record ScratchFolder(Path path) implements AutoCloseable {
    /**
     * An empty one.
     *
     * @throws CommandFailure if there is no room for it
     */
    public static ScratchFolder create() {
        try {
            return new ScratchFolder(Files.createTempDirectory("rewind-scratch"));
        } catch (IOException e) {
            throw new CommandFailure(
                    "there is no folder to work in: " + e + "; make room in the folder for temporary files", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            path.toFile().deleteOnExit(); // the system clears its folder of temporary files
        }
    }
}
