package dev.rewind.deploy.model;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.PresetNames;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.checkpoint.Sha256;
import dev.rewind.model.checkpoint.published.PublishedCheckpoint;
import dev.rewind.model.checkpoint.pyth.PythCheckpoint;
import dev.rewind.model.imports.ClassList;
import dev.rewind.model.imports.ModelImport;
import dev.rewind.model.network.Network;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Published weights to a model folder. */
@Command(
        name = "import",
        description = {
            "Read a checkpoint that PySlowFast wrote, and write it as a model that 'rewind up --model' takes.",
            "Every tensor must fit the network by name and shape, or nothing is written. The network is that of the file's",
            "own configuration, or the one preset that fits."
        },
        footer = {
            "  rewind model import kinetics400 --out kinetics           fetch the published Rev-MViT-B of 400 actions",
            "  rewind model import REV_MVIT_B_16x4.pyth --drop cls_token,pos_embed_class --out kinetics",
            "  rewind model import REV_VIT_S.pyth --classes imagenet.txt --out images",
            "  rewind model import mine.pyth --preset rev-mvit-b-16x4 --classes mine.txt --out mine"
        })
final class ImportCommand implements Runnable {
    private static final int STAMP = 8; // of the hash's digits
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final double MEGA = 1e6;

    private final Function<String, PublishedCheckpoint> published;

    @Parameters(
            paramLabel = "FILE|NAME",
            description = "A checkpoint, or kinetics400: the published one, which is fetched beside the folder of --out"
                    + " unless it is there.")
    private String source;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write the model to; it must not hold one.")
    private Path out;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "NAME",
            description = "The network, where the file does not say; it may not contradict the file. One of:"
                    + " ${COMPLETION-CANDIDATES}.",
            completionCandidates = PresetNames.class)
    private String preset;

    @Option(
            names = "--drop",
            split = ",",
            paramLabel = "TENSOR",
            description = "Tensors of the file that the network does without.")
    private List<String> drop = List.of();

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description =
                    "Names of the classes, one a line, in the order of the outputs; a file of Kinetics-400 needs none.")
    private Path classes;

    @Option(names = "--sha256", paramLabel = "HASH", description = "What the file must be, or nothing is read.")
    private String sha256;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The model's version, which labels carry (default: the file's name and hash).")
    private String name;

    @Spec
    private CommandSpec command;

    ImportCommand() {
        this(PublishedCheckpoint::byName);
    }

    /** Finds published checkpoints elsewhere. */
    ImportCommand(Function<String, PublishedCheckpoint> published) {
        this.published = published;
    }

    @Override
    public void run() {
        ModelImport.requireNoModelIn(out);
        Optional<String> pinned = Optional.ofNullable(sha256).map(this::lowerCase);
        Optional<Preset> network =
                Optional.ofNullable(preset).map(chosen -> Usage.of(command, () -> Preset.byName(chosen)));
        Optional<List<String>> named = Optional.ofNullable(classes).map(this::namesIn);
        try (HaltOnExit halt = new HaltOnExit()) {
            if (PublishedCheckpoint.names().contains(source)) {
                PublishedCheckpoint known = published.apply(source);
                Path file = fetched(known, pinned);
                String hash = checked(file, pinned.or(known::sha256));
                // What it is said to hold; where it does not, there is nothing to drop.
                Set<String> dropped = new TreeSet<>(known.dropped());
                dropped.retainAll(PythCheckpoint.read(file).shapes().keySet());
                dropped.addAll(drop);
                write(file, hash, network, dropped, named.or(() -> Optional.of(known.labels())));
            } else {
                Path file = file(source);
                write(file, checked(file, pinned), network, new TreeSet<>(drop), named);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot import " + source + ": " + e + "; is it readable, and the disk not full?", e);
        }
    }

    /** The file's hash, before anything else of it is looked at. */
    private String checked(Path file, Optional<String> wanted) throws IOException {
        String found = Sha256.of(file);
        if (!wanted.orElse(found).equals(found)) {
            throw new CommandFailure("the SHA-256 of " + file + " is " + found + " instead of " + wanted.get()
                    + "; it is another file, or damaged: get it again");
        }
        command.commandLine()
                .getOut()
                .println(file + ": SHA-256 " + found + (wanted.isPresent() ? ", as wanted" : "; pin it with --sha256"));
        return found;
    }

    private void write(
            Path file, String hash, Optional<Preset> network, Set<String> dropped, Optional<List<String>> named)
            throws IOException {
        String version = name == null ? stem(file) + "-" + hash.substring(0, STAMP) : name;
        ModelManifest manifest = new ModelImport(file, network, dropped, named, version).run(out);
        PrintWriter print = command.commandLine().getOut();
        print.printf(
                Locale.ROOT,
                "wrote %s, version %s: %s, %,d weights, %d classes%s%n",
                out,
                manifest.version(),
                manifest.preset(),
                Network.of(manifest.network()).parameterCount(),
                manifest.classes().size(),
                dropped.isEmpty() ? "" : ", without " + String.join(", ", dropped));
        print.println("next: rewind up --model " + out + " --source VIDEO");
        print.flush();
    }

    /** The published file, fetched where it is not there yet. */
    private Path fetched(PublishedCheckpoint known, Optional<String> pinned) throws IOException {
        Path file = out.resolveSibling(known.fileName());
        PrintWriter progress = command.commandLine().getErr();
        if (Files.isRegularFile(file)) {
            progress.println("taking " + file + ", which is there already");
            return file;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        progress.println("fetching " + known.source());
        // What comes next, if only a failure, is written over the progress.
        known.fetch(file, pinned, (bytes, total) -> {
            String of = total < 0 ? "" : String.format(Locale.ROOT, " of %.0f", total / MEGA);
            progress.printf(Locale.ROOT, "%.0f%s MB\r", bytes / MEGA, of);
            progress.flush();
        });
        progress.println();
        return file;
    }

    private String lowerCase(String digits) {
        if (!HASH.matcher(digits).matches()) {
            throw new ParameterException(
                    command.commandLine(), "'" + digits + "' is no SHA-256: it has 64 hexadecimal digits");
        }
        return digits.toLowerCase(Locale.ROOT);
    }

    private Path file(String path) {
        Path file = Path.of(path);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder; give the checkpoint in it, such as REV_MVIT_B_16x4.pyth");
        }
        if (!Files.exists(file)) {
            throw new CommandFailure("there is no file " + file + "; give a checkpoint, or one of "
                    + String.join(", ", PublishedCheckpoint.names()) + " to fetch it");
        }
        return file;
    }

    private List<String> namesIn(Path file) {
        try {
            return ClassList.read(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read the classes in " + file + ": " + e + "; give a file of one name a line", e);
        }
    }

    /** A file's name without its ending, as a version that reads well in a topic and a path. */
    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
