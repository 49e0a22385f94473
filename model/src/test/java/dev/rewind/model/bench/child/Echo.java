package dev.rewind.model.bench.child;

/** A process that says what it is, or comes to the end it is told. */
final class Echo {
    private Echo() {}

    record Job(String text, End end) {}

    enum End {
        ANSWER,
        REFUSAL,
        DEATH
    }

    record Answer(String text, long heap, String mallocTrim, String offline) {}

    public static void main(String[] arguments) {
        Answering.answer(Job.class, Echo::echo);
    }

    private static Answer echo(Job job) {
        System.out.println("this is no answer");
        switch (job.end()) {
            case REFUSAL -> throw new IllegalArgumentException("no such thing as " + job.text());
            case DEATH -> {
                System.err.println("farewell");
                Runtime.getRuntime().halt(3);
            }
            case ANSWER -> {}
        }
        return new Answer(
                job.text(),
                Runtime.getRuntime().totalMemory(),
                System.getenv("MALLOC_TRIM_THRESHOLD_"),
                System.getProperty("ai.djl.offline"));
    }
}
