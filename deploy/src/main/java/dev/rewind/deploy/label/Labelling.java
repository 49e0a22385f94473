package dev.rewind.deploy.label;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.ClassName;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.Feedback;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** One thing that {@code rewind label} does. */
sealed interface Labelling {
    /**
     * Does it.
     *
     * @param out for what was done
     * @param err for progress, and for clips that are refused while others are taken
     * @return the exit code
     */
    int run(KafkaConnection connection, PrintWriter out, PrintWriter err);

    /** Sends files that were named one by one. */
    record Sending(List<ClipFile> clips) implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            int refused = 0;
            try (ClipSender sender = new ClipSender(connection)) {
                for (ClipFile clip : clips) {
                    try {
                        String id = sender.send(clip);
                        sender.flush();
                        out.println(id + "  " + clip.label().text() + "  " + clip.path());
                    } catch (CommandFailure e) {
                        err.println("refused: " + e.getMessage());
                        refused++;
                    }
                }
            }
            return refused == 0 ? 0 : 1;
        }
    }

    /** Sends the files of a list. */
    record Importing(Path manifest, List<String> splits, Optional<String> groupColumn) implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            return new ManifestImport(manifest, splits, groupColumn).run(connection, out, err);
        }
    }

    /**
     * Says what clips of streams show.
     *
     * @param answer empty where it is what a model says
     * @param group empty for the stream
     */
    record Answering(List<ClipReference> clips, Optional<ClassName> answer, Optional<String> group)
            implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            ClipLookup lookup = new ClipLookup(connection);
            try (RecordPublisher publisher = new RecordPublisher(connection, "rewind-label")) {
                for (ClipReference clip : clips) {
                    lookup.requireFrames(clip);
                    Feedback feedback = feedback(clip, lookup.label(clip));
                    feedback.send(publisher);
                    publisher.flush();
                    if (lookup.isAsked(clip)) {
                        // Training does so, too: but nobody else is asked meanwhile.
                        publisher.sendJson(Topic.QUESTIONS, clip.id(), null);
                    }
                    out.println(clip.id() + "  " + feedback.label().text() + "  " + heard(feedback));
                }
            }
            return 0;
        }

        private Feedback feedback(ClipReference clip, Optional<Label> label) {
            ClassName shown = answer.or(() ->
                            label.map(said -> new ClassName(said.top().get(0).label())))
                    .orElseThrow(() -> new CommandFailure("no model labelled the clip " + clip.id()
                            + ", so that none is right; say what it shows with --label NAME"));
            return new Feedback(clip, shown, group.orElse(clip.stream()), label.map(Feedback::said));
        }

        private static String heard(Feedback feedback) {
            return feedback.said()
                    .map(said -> said.model()
                            + (said.label().equals(feedback.label().text()) ? " is right" : " said " + said.label()))
                    .orElse("no model has labelled it");
        }
    }

    /** Says what the clip of a stream's newest label shows. */
    record Newest(String stream, ClassName answer, Optional<String> group) implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            ClipReference clip = new ClipLookup(connection).newest(stream);
            return new Answering(List.of(clip), Optional.of(answer), group).run(connection, out, err);
        }
    }

    /** Takes clips out of the training set. */
    record Forgetting(List<String> ids) implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            try (RecordPublisher publisher = new RecordPublisher(connection, "rewind-label")) {
                for (String id : ids) {
                    publisher.send(Topic.LABELLED_CLIPS, id, null, new RecordHeaders());
                    publisher.flush();
                    out.println(id + "  forgotten");
                }
            }
            return 0;
        }
    }

    /** Lists what is asked. */
    record Asking(boolean json) implements Labelling {
        @Override
        public int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
            OpenQuestions questions = OpenQuestions.read(connection);
            if (json) {
                out.println(QuestionLines.json(questions));
            } else {
                QuestionLines.of(questions).forEach(out::println);
                out.println(
                        questions.byId().isEmpty()
                                ? "nothing is asked; inference asks about the clips that the live model is least sure of"
                                : "answer with: rewind label ID --label NAME, or --right");
            }
            return 0;
        }
    }
}
