package dev.rewind.deploy;

import dev.rewind.deploy.learn.VideoRecordings;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.training.service.TrainingService;
import java.nio.file.Path;
import picocli.CommandLine;

/** The training role beside the others in one process: as {@code rewind training} runs it unless told otherwise. */
final class Learning {
    /** Of a round, which shares the processors with everything else. */
    private static final String MINUTES = "10";

    private Learning() {}

    /**
     * Begins to learn from labelled clips.
     *
     * @param model folder of the model to start from
     * @param work where clips and models are kept
     */
    static TrainingService start(KafkaConnection connection, Path model, Path work) {
        TrainingCommand command = new TrainingCommand();
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--model", model.toString(), "--work", work.toString(), "--minutes", MINUTES);
        TrainingService service = new TrainingService(connection, command.settings(), new VideoRecordings());
        service.start();
        return service;
    }
}
