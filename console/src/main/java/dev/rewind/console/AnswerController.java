package dev.rewind.console;

import dev.rewind.topics.ClassName;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.Feedback;
import dev.rewind.topics.Label;
import dev.rewind.topics.SendFailedException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.apache.kafka.common.KafkaException;

/** What people say of clips. It answers when the broker has it; {@link SameOrigin} guards it. */
@Controller("/api/labelled-clips")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AnswerController {
    private static final int MOST_ID_CHARS = 300;

    private final Board board;
    private final AnswerSender sender;

    AnswerController(Board board, AnswerSender sender) {
        this.board = board;
        this.sender = sender;
    }

    /** Confirms or corrects what a model said of a clip that the board shows. */
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<Answer> answer(@Body Answer answer) {
        ClassName name = name(answer.label());
        Label label = board.label(clip(answer.clip()))
                .orElseThrow(() -> new HttpStatusException(
                        HttpStatus.NOT_FOUND,
                        "the console holds no label or question of the clip '" + answer.clip()
                                + "'; it keeps the last minutes: label older ones with 'rewind label'"));
        Feedback feedback = Feedback.on(label, name);
        String id = feedback.clip().id();
        send(() -> sender.send(feedback, board.isAsked(id)));
        Answer taken = new Answer(id, name.text());
        board.put(taken);
        return HttpResponse.created(taken);
    }

    /** Takes a clip out of the training set, whether the console knows it or not: it cannot list all of them. */
    @Delete("/{clip}")
    HttpResponse<Void> forget(@PathVariable String clip) {
        if (clip.isBlank() || clip.length() > MOST_ID_CHARS) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST,
                    "a clip's id has 1 to " + MOST_ID_CHARS + " characters, but has " + clip.length());
        }
        send(() -> sender.forget(clip));
        board.put(new Answer(clip, null));
        return HttpResponse.noContent();
    }

    private static ClipReference clip(String id) {
        try {
            return ClipReference.parse(id == null ? "" : id)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'clip' must be the id of a clip, STREAM@PARTITION:FIRST-LAST, but was "
                                    + (id == null ? "missing" : "'" + id + "'")));
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private static ClassName name(String label) {
        try {
            return new ClassName(label);
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "'label': " + e.getMessage());
        }
    }

    private static void send(Runnable sending) {
        try {
            sending.run();
        } catch (SendFailedException | KafkaException e) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "it was not saved, try again: " + e.getMessage());
        }
    }
}
