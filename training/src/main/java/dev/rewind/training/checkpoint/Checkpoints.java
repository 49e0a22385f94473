package dev.rewind.training.checkpoint;

import dev.rewind.training.optimize.AdamW;
import java.time.Duration;

/** The checkpoints of one running training. */
public final class Checkpoints {
    private final Checkpointing plan;
    private final CheckpointFolder folder;
    private final Identity identity;
    private Duration last = Duration.ZERO;

    /**
     * @param identity of the training
     * @throws ResumeException as {@link Checkpointing#requireSensible} does
     */
    public Checkpoints(Checkpointing plan, Identity identity) {
        plan.requireSensible();
        this.plan = plan;
        this.folder = new CheckpointFolder(plan.folder());
        this.identity = identity;
    }

    /**
     * Where the training begins: where the checkpoint left it, whose memory the optimizer takes over, or at the beginning.
     *
     * @throws ResumeException if the checkpoint is damaged or of another training
     */
    public TrainingState begin(AdamW optimizer) {
        if (!plan.resume()) {
            return TrainingState.beginning();
        }
        CheckpointFolder.Index index = folder.read();
        index.identity().differencesOf(identity).ifPresent(differences -> {
            throw new ResumeException("the checkpoint in " + plan.folder() + " is of another training: " + differences
                    + "; give the same options and clips, or delete the folder to begin anew");
        });
        optimizer.recall(index.state().steps(), kind -> folder.tensors(index, kind));
        last = index.state().elapsed();
        return index.state();
    }

    /**
     * Keeps the training where it is time to.
     *
     * @param epochs epochs done
     * @param epochEnded whether the last step ended an epoch
     */
    public void after(TrainingState state, long epochs, boolean epochEnded, AdamW optimizer) {
        if (plan.interval().isDue(state.elapsed().minus(last), epochs, epochEnded)) {
            folder.write(state, identity, optimizer.memory());
            last = state.elapsed();
        }
    }

    /** Deletes what was kept: the training has ended well. */
    public void delete() {
        folder.delete();
    }
}
