package dev.rewind.deploy.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model labels the clips. */
public final class ModelOption {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Folder with manifest.json and model.safetensors; the shipped model of synthetic actions"
                    + " when not given.")
    private Path directory;

    /** Whether the user named a model; the shipped one serves only where no other is live. */
    public boolean named() {
        return directory != null;
    }

    /** The folder of the model; nothing is said about what lies in it. */
    public Path directory() {
        return directory == null ? ShippedModels.syntheticActions() : directory;
    }
}
