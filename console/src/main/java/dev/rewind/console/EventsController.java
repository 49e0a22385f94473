package dev.rewind.console;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The {@link Board}'s changes as server-sent events: a snapshot, then each change under the name of its kind. */
@Controller
final class EventsController {
    private static final Logger LOG = LoggerFactory.getLogger(EventsController.class);
    private static final int FOLLOWERS = 100;
    private static final int BUFFERED_CHANGES = 1_024;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Board board;

    EventsController(Board board) {
        this.board = board;
    }

    @Get(uri = "/api/events", produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<Object>> events() {
        if (board.followers() >= FOLLOWERS) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    FOLLOWERS + " readers follow already; poll /api/labels instead, or try again later");
        }
        // A reader too slow for its buffer is cut off: it connects again and starts from a fresh snapshot, so it
        // misses nothing that the snapshot holds.
        Flux<Event<Object>> changes = Flux.create(this::follow, FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(BUFFERED_CHANGES, BufferOverflowStrategy.ERROR)
                .map(change -> Event.<Object>of(change).name(change.event()));
        // Written to a reader that has gone, a comment is what shows that it has.
        Flux<Event<Object>> keepAlive = Flux.interval(KEEP_ALIVE)
                .onBackpressureDrop()
                .map(tick -> Event.<Object>of("").comment("still here"));
        return changes.mergeWith(keepAlive).onErrorComplete(e -> {
            LOG.debug("A reader of /api/events was cut off", e);
            return true;
        });
    }

    private void follow(FluxSink<Change> changes) {
        changes.onDispose(board.follow(changes::next)::run);
    }
}
