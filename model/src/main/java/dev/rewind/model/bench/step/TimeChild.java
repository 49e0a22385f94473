package dev.rewind.model.bench.step;

import dev.rewind.model.bench.child.Answering;
import dev.rewind.model.bench.timing.MatmulRate;
import dev.rewind.model.bench.timing.Spent;
import dev.rewind.model.bench.timing.Subject;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Drift;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures in a process of its own what time a step takes, and how exact its gradients are. */
final class TimeChild {
    private TimeChild() {}

    /**
     * What came of it.
     *
     * @param step the time of one step
     * @param matmul what the machine multiplied at meanwhile
     * @param single whether rates are by CPU seconds, as {@link Spent#working}
     * @param gradientError see {@link GradientError}
     * @param drift of each block, the last one first; none in the ordinary mode
     * @param device that it ran on
     * @param engine that ran it
     */
    record Answer(
            Spent step,
            MatmulRate matmul,
            boolean single,
            double gradientError,
            List<Drift.Block> drift,
            String device,
            String engine) {}

    /** Measures in a fresh process, whose allocator is as the system has it. */
    static Answer measured(StepJob job) {
        return job.jvm(List.of(), Map.of()).run(TimeChild.class, job, Answer.class);
    }

    public static void main(String[] arguments) {
        Answering.answer(StepJob.class, TimeChild::measure);
    }

    private static Answer measure(StepJob job) {
        try (ReadyModel model = new ReadyModel(job)) {
            Subject step = new Subject(times -> {
                for (int i = 0; i < times; i++) {
                    model.train();
                }
            });
            MatmulRate.Products products = new MatmulRate.Products(model.manager());
            Subject.measureInTurn(
                    Stream.concat(products.subjects().stream(), Stream.of(step)).toList(),
                    job.settings().runs(),
                    run -> {});
            boolean single = job.settings().threads() == 1
                    && !model.manager().getDevice().isGpu();
            return new Answer(
                    step.once(),
                    products.rate(single),
                    single,
                    GradientError.of(model),
                    model.drift(),
                    Torch.nameOf(model.manager().getDevice()),
                    "PyTorch " + Torch.version());
        }
    }
}
