package dev.rewind.console;

import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import java.util.List;

/** The {@link Board} as JSON. */
@Controller
final class ApiController {
    private final Board board;

    ApiController(Board board) {
        this.board = board;
    }

    @Get("/api/streams")
    List<StreamStatus> streams() {
        return board.streams();
    }

    /** Newest first. */
    @Get("/api/streams/{stream}/labels")
    List<Label> labelsOf(@PathVariable String stream, @QueryValue(defaultValue = "20") int limit) {
        List<Label> labels = board.labels(stream, checked(limit, Board.LABELS_PER_STREAM));
        if (labels.isEmpty()) {
            throw new HttpStatusException(
                    HttpStatus.NOT_FOUND,
                    "no labels of stream '" + stream + "' in the last minutes; GET /api/streams names those there are");
        }
        return labels;
    }

    /** Of all streams, newest first. */
    @Get("/api/labels")
    List<Label> labels(@QueryValue(defaultValue = "50") int limit) {
        return board.labels(checked(limit, Board.RECENT_LABELS));
    }

    @Get("/api/progress")
    List<Progress> progress() {
        return board.progress();
    }

    @Get("/api/models")
    List<PublishedModel> models() {
        return board.models();
    }

    /** The most uncertain first. */
    @Get("/api/questions")
    List<OpenQuestion> questions() {
        return board.questions();
    }

    /** What was said here, by whoever uses this console; all there is lies on the topic. */
    @Get("/api/labelled-clips")
    List<Answer> answers() {
        return board.answers();
    }

    /** Answers 200 when up and 503 when down, so that a probe need not read the body. */
    @Get("/health")
    HttpResponse<Health> health() {
        Health health = board.health();
        return health.status() == Health.Status.UP
                ? HttpResponse.ok(health)
                : HttpResponse.<Health>status(HttpStatus.SERVICE_UNAVAILABLE).body(health);
    }

    private static int checked(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to " + most + ", but was " + limit);
        }
        return limit;
    }
}
