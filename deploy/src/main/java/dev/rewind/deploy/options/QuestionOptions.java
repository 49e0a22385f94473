package dev.rewind.deploy.options;

import dev.rewind.inference.drift.QuestionSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which clips people are asked about. */
final class QuestionOptions {
    @Option(
            names = "--question-every",
            paramLabel = "CLIPS",
            defaultValue = "50",
            description = "Of so many clips the least certain one is put up for labelling on 'questions'"
                    + " (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--question-uncertainty",
            paramLabel = "SHARE",
            defaultValue = "0.3",
            description = "Unless it is more certain than this: entropy of its scores, 0 to 1"
                    + " (default: ${DEFAULT-VALUE}).")
    private double uncertainty;

    @Option(
            names = "--question-similarity",
            paramLabel = "COSINE",
            defaultValue = "0.95",
            description = "Or its embedding is closer than this to that of a clip asked about before"
                    + " (default: ${DEFAULT-VALUE}).")
    private double similarity;

    @Option(
            names = "--question-memory",
            paramLabel = "N",
            defaultValue = "500",
            description = "Which are the last so many questions (default: ${DEFAULT-VALUE}).")
    private int memory;

    /**
     * What the user chose.
     *
     * @throws picocli.CommandLine.ParameterException if an option's value is none
     */
    QuestionSettings settings(CommandSpec command) {
        Usage.require(command, every >= 1, "--question-every must be at least 1", every);
        Usage.require(
                command,
                uncertainty >= 0 && uncertainty <= 1,
                "--question-uncertainty must lie between 0 and 1",
                uncertainty);
        Usage.require(
                command,
                similarity > 0 && similarity <= 1,
                "--question-similarity must be above 0 and 1 at most",
                similarity);
        Usage.require(command, memory >= 0, "--question-memory must be at least 0", memory);
        return new QuestionSettings(every, uncertainty, similarity, memory);
    }
}
