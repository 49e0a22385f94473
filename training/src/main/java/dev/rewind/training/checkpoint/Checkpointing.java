package dev.rewind.training.checkpoint;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Whether and where a training keeps itself.
 *
 * @param folder of the checkpoint alone; it is removed when the training has ended well
 * @param interval how often
 * @param resume whether to go on from the checkpoint that is there
 */
public record Checkpointing(Path folder, CheckpointInterval interval, boolean resume) {
    public Checkpointing {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(interval, "interval");
    }

    /**
     * Checks that there is a checkpoint where one is to be resumed, and none that would be lost where not.
     *
     * @throws ResumeException otherwise
     */
    public void requireSensible() {
        boolean exists = new CheckpointFolder(folder).exists();
        if (resume && !exists) {
            throw new ResumeException("there is no checkpoint in " + folder + "; leave out --resume to begin anew");
        }
        if (!resume && exists) {
            throw new ResumeException("there is a checkpoint of an unfinished training in " + folder
                    + "; go on from it with --resume, or delete the folder to begin anew");
        }
    }
}
