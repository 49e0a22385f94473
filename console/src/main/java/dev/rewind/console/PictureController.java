package dev.rewind.console;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.frames.FramesUnavailableException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Pictures of what the {@link Board} shows, and of nothing else. */
@Controller("/api")
final class PictureController {
    private final Board board;
    private final ClipPictures pictures;

    PictureController(Board board, ClipPictures pictures) {
        this.board = board;
        this.pictures = pictures;
    }

    /** What a model takes for what. */
    @Get("/models/{version}/confusion.png")
    @Produces(MediaType.IMAGE_PNG)
    byte[] confusion(@PathVariable String version) {
        return board.confusion(version)
                .orElseThrow(() -> new HttpStatusException(
                        HttpStatus.NOT_FOUND,
                        "there is no confusion picture of a model '" + version + "'; GET /api/models names those there"
                                + " are"));
    }

    /** The middle frame of a clip that was labelled or is asked about. */
    @Get("/clips/{clip}/frame.jpg")
    @Produces(MediaType.IMAGE_JPEG)
    @ExecuteOn(TaskExecutors.BLOCKING)
    byte[] frame(@PathVariable String clip) {
        return shown(clip)
                .flatMap(this::middle)
                .orElseThrow(() -> new HttpStatusException(
                        HttpStatus.NOT_FOUND,
                        "no frame of the clip '" + clip + "': the console holds no label or question of it, or its"
                                + " frames are gone"));
    }

    private Optional<ClipReference> shown(String clip) {
        try {
            return ClipReference.parse(clip)
                    .filter(reference -> board.label(reference).isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> middle(ClipReference clip) {
        try {
            return pictures.middle(clip);
        } catch (FramesUnavailableException | KafkaException e) {
            throw new HttpStatusException(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        }
    }
}
