package dev.rewind.console;

import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceChangeException;
import dev.rewind.topics.sources.SourceRecord;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.SourceStatus;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * What is to be played, and how it stands: the same as {@code rewind sources}. It answers when the broker has it; {@link
 * SameOrigin} guards it.
 */
@Controller("/api/sources")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SourceController {
    private final Board board;
    private final AnswerSender sender;

    SourceController(Board board, AnswerSender sender) {
        this.board = board;
        this.sender = sender;
    }

    @Get
    List<SourceStatus> sources() {
        return board.sources().statuses(Instant.now());
    }

    @Get("/{stream}")
    SourceStatus source(@PathVariable String stream) {
        return known(stream).status(stream, Instant.now());
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<SourceStatus> add(@Body SourceRequest wanted) {
        String stream = checked(() -> SourceRecord.requireStream(wanted.stream()));
        if (wanted.url() == null) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "'url' says what to open, but is missing");
        }
        SourceSpec source = checked(() -> new SourceSpec(wanted.url(), wanted.paused(), wanted.settings()));
        fitting(() -> {
            board.sources().requireNew(stream);
            return stream;
        });
        return HttpResponse.created(write(stream, source));
    }

    /** Plays it from elsewhere or otherwise, where that is given. */
    @Patch("/{stream}")
    @Consumes(MediaType.APPLICATION_JSON)
    SourceStatus change(@PathVariable String stream, @Body SourceRequest wanted) {
        SourceCatalog catalog = known(stream);
        SourceSpec before = fitting(() -> catalog.spec(stream));
        SourceSpec after = checked(() -> new SourceSpec(
                wanted.url() == null ? before.url() : wanted.url(),
                before.paused(),
                wanted.settings().over(before.settings())));
        return after.equals(before) ? catalog.status(stream, Instant.now()) : write(stream, after);
    }

    @Post("/{stream}/pause")
    SourceStatus pause(@PathVariable String stream) {
        return paused(stream, true);
    }

    /** Also plays anew what ended or failed. */
    @Post("/{stream}/resume")
    SourceStatus resume(@PathVariable String stream) {
        return paused(stream, false);
    }

    @Delete("/{stream}")
    HttpResponse<Void> remove(@PathVariable String stream) {
        known(stream);
        send(stream, null);
        board.removeSource(stream);
        return HttpResponse.noContent();
    }

    private SourceStatus paused(String stream, boolean paused) {
        SourceCatalog catalog = known(stream);
        return fitting(() -> catalog.paused(stream, paused, Instant.now()))
                .map(source -> write(stream, source))
                .orElseGet(() -> catalog.status(stream, Instant.now()));
    }

    private SourceCatalog known(String stream) {
        SourceCatalog catalog = board.sources();
        try {
            catalog.get(stream);
            return catalog;
        } catch (SourceChangeException e) {
            throw new HttpStatusException(HttpStatus.NOT_FOUND, e.getMessage());
        }
    }

    private SourceStatus write(String stream, SourceSpec source) {
        send(stream, source);
        // What the topic says comes a moment later, and would be missing until then.
        board.put(SourceRecord.of(stream, Instant.now().toEpochMilli(), source));
        return board.sources().status(stream, Instant.now());
    }

    private void send(String stream, SourceSpec source) {
        try {
            sender.send(stream, source);
        } catch (SendFailedException | KafkaException e) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "it was not saved, try again: " + e.getMessage());
        }
    }

    /** What is not as the contract says is the client's fault. */
    private static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    /** What does not go with what there is. */
    private static <T> T fitting(Supplier<T> value) {
        try {
            return value.get();
        } catch (SourceChangeException e) {
            throw new HttpStatusException(HttpStatus.CONFLICT, e.getMessage());
        }
    }
}
