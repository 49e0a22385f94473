package dev.rewind.deploy.options;

import java.nio.file.Path;

/** The models that come with the program. */
public final class ShippedModels {
    private ShippedModels() {}

    /** Knows ten everyday actions, drawn. */
    static Path syntheticActions() {
        return folder("synthetic-actions");
    }

    /** Knows the repertoire, drawn: what trainings on recordings start from. */
    public static Path pretrained() {
        return folder("pretrained");
    }

    private static Path folder(String name) {
        // The start script names the folder that the shipped models were packaged to.
        return Path.of(System.getProperty("rewind.home", "."), "models", name);
    }
}
