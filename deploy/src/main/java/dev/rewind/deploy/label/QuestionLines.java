package dev.rewind.deploy.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How questions look on a terminal, and to programs. */
final class QuestionLines {
    private static final int TOP = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final JsonMapper JSON = new JsonMapper();

    private QuestionLines() {}

    /** A line for each, the most uncertain first: when, how uncertain, what the model thinks, and the id to answer with. */
    static List<String> of(OpenQuestions questions) {
        return questions.byId().entrySet().stream().map(QuestionLines::line).toList();
    }

    /** An array with an object for each: its id, and all that the question says. */
    static String json(OpenQuestions questions) {
        ArrayNode all = JSON.createArrayNode();
        questions.byId().forEach((id, question) -> {
            ObjectNode node = all.addObject().put("id", id);
            try (var json = JsonSerde.of(Question.class).serializer()) {
                node.setAll((ObjectNode) JSON.readTree(json.serialize(Topic.QUESTIONS.topicName(), question)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what was JSON a moment ago is none: " + id, e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all.toString();
    }

    private static String line(Map.Entry<String, Question> entry) {
        Question question = entry.getValue();
        String scores = question.label().top().stream()
                .limit(TOP)
                .map(score -> String.format(Locale.ROOT, "%s %.2f", score.label(), score.score()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s  uncertainty %.2f  %s  %s",
                TIME.format(question.label().to()),
                question.uncertainty(),
                entry.getKey(),
                scores);
    }
}
