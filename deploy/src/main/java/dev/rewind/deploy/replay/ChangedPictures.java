package dev.rewind.deploy.replay;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.inference.recall.ClipRecall;
import dev.rewind.inference.recall.PictureStrip;
import dev.rewind.inference.recall.RecallException;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of clips whose class changed: all frames side by side, as their producer sent them.
 *
 * @param folder that they are written to
 */
record ChangedPictures(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedPictures.class);

    /**
     * Draws them, the most changed first.
     *
     * @return a file for each; empty where the frames have gone meanwhile
     * @throws CommandFailure if a picture cannot be written
     */
    List<Optional<Path>> draw(KafkaConnection connection, ClipSpec spec, List<Comparison.Changed> clips) {
        ClipRecall recall = new ClipRecall(new KafkaFrameArchive(connection));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure(e);
        }
        return IntStream.range(0, clips.size())
                .mapToObj(i -> draw(recall, spec, i + 1, clips.get(i)))
                .toList();
    }

    private Optional<Path> draw(ClipRecall recall, ClipSpec spec, int rank, Comparison.Changed clip) {
        try {
            byte[] png = PictureStrip.png(recall.clip(clip.said(), spec).jpegs());
            return Optional.of(Files.write(folder.resolve(name(rank, clip)), png));
        } catch (RecallException e) {
            LOG.warn("no picture: {}", e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** A stream and a class may be called anything, a file may not. */
    private static String name(int rank, Comparison.Changed clip) {
        Label.Lineage lineage = clip.said().lineage();
        String words = clip.said().stream() + "-" + lineage.partition() + "-" + lineage.firstOffset() + "-"
                + lineage.lastOffset() + "-" + clip.before().label() + "-to-"
                + clip.after().label();
        String plain = words.replaceAll("[^A-Za-z0-9._-]", "_");
        return "%03d-%s.png".formatted(rank, plain.substring(0, Math.min(plain.length(), 150)));
    }

    private CommandFailure failure(IOException e) {
        return new CommandFailure("cannot write pictures to " + folder + ": " + e + "; choose another folder", e);
    }
}
