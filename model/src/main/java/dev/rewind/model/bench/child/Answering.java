package dev.rewind.model.bench.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What a measuring process says: all it prints is its answer, or why there is none. */
public final class Answering {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Answering() {}

    private record Reply(JsonNode answer, String failure) {}

    /**
     * The whole of such a process's main method: reads the job from its input and prints the answer.
     *
     * @param job the class of the job
     * @param work does it; what it throws becomes the parent's {@link BenchException}
     */
    public static <J> void answer(Class<J> job, Function<J, ?> work) {
        PrintStream out = System.out;
        System.setOut(System.err); // whatever else is printed is no answer
        Reply reply;
        try {
            reply = new Reply(JSON.valueToTree(work.apply(JSON.readValue(System.in, job))), null);
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            e.printStackTrace();
            reply = new Reply(null, describe(e));
        }
        out.println(new String(write(reply), StandardCharsets.UTF_8));
        out.flush();
    }

    /** The project's own exceptions explain themselves; they may come out of a class that could not be loaded. */
    private static String describe(Throwable failure) {
        Throwable cause = failure instanceof ExceptionInInitializerError && failure.getCause() != null
                ? failure.getCause()
                : failure;
        boolean own = cause.getClass().getName().startsWith("dev.rewind.") || cause instanceof IllegalArgumentException;
        return own ? cause.getMessage() : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    static <A> A read(String line, Class<A> answer) {
        try {
            Reply reply = JSON.readValue(line, Reply.class);
            if (reply.failure != null) {
                throw new BenchException("the measuring process failed: " + reply.failure);
            }
            return JSON.treeToValue(reply.answer, answer);
        } catch (JsonProcessingException e) {
            throw new BenchException("the measuring process gave no answer, but '" + line + "'", e);
        }
    }
}
