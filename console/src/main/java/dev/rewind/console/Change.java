package dev.rewind.console;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import java.util.List;

/** Something on the {@link Board} became different: one server-sent event, whose data is the JSON of its value. */
sealed interface Change {
    /** The event's name, which the page listens for. */
    String event();

    /** The whole board; the first change every follower gets, and the one after something was removed. */
    record Snapshot(
            List<StreamStatus> streams,
            List<Label> labels,
            List<Progress> progress,
            List<PublishedModel> models,
            List<OpenQuestion> questions,
            List<Answer> answers,
            Health health)
            implements Change {
        @Override
        public String event() {
            return "snapshot";
        }
    }

    /** A stream has a new label. */
    record Labelled(@JsonValue Label label) implements Change {
        @Override
        public String event() {
            return "label";
        }
    }

    /** A job stands differently. */
    record Progressed(@JsonValue Progress progress) implements Change {
        @Override
        public String event() {
            return "progress";
        }
    }

    /** A model is new, or changed its state. */
    record ModelChanged(@JsonValue PublishedModel model) implements Change {
        @Override
        public String event() {
            return "model";
        }
    }

    /** There is a new question, or a question was put anew. */
    record Asked(@JsonValue OpenQuestion question) implements Change {
        @Override
        public String event() {
            return "question";
        }
    }

    /** A question is none any more. */
    record Settled(@JsonValue OpenQuestion question) implements Change {
        @Override
        public String event() {
            return "settled";
        }
    }

    /** A person said what a clip shows, or took it back. */
    record Answered(@JsonValue Answer answer) implements Change {
        @Override
        public String event() {
            return "answer";
        }
    }

    /** The console lost or found its broker, or skipped another record. */
    record HealthChanged(@JsonValue Health health) implements Change {
        @Override
        public String event() {
            return "health";
        }
    }
}
