package dev.rewind.deploy.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the models of a cross validation are written.
 *
 * @param path the folder
 * @param passing whether it goes when all is done
 */
public record ModelsFolder(Path path, boolean passing) implements AutoCloseable {
    /** One that stays. */
    public static ModelsFolder of(Path path) {
        return new ModelsFolder(path, false);
    }

    /** One among the system's temporary files. */
    public static ModelsFolder temporary() {
        try {
            return new ModelsFolder(Files.createTempDirectory("rewind-folds"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folds' models cannot be written to the temporary folder: name another with --out", e);
        }
    }

    @Override
    public void close() {
        if (!passing) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("the folds' models stay behind in " + path, e);
        }
    }
}
