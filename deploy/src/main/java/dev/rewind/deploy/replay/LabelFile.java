package dev.rewind.deploy.replay;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.kafka.common.serialization.Serializer;

/** A file with a label on each line, as JSON; it appears when it is complete. */
final class LabelFile implements LabelSink {
    private final Path file;
    private final Path part;
    private final OutputStream out;
    private final Serializer<Label> json = JsonSerde.of(Label.class).serializer();

    /** @throws CommandFailure if it cannot be written */
    LabelFile(Path file) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(part));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void add(Label label) {
        try {
            out.write(json.serialize(Topic.LABELS.topicName(), label));
            out.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void complete() {
        try {
            out.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CommandFailure failure(IOException e) {
        return new CommandFailure("cannot write " + file + ": " + e + "; choose another file", e);
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
