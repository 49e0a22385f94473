package dev.rewind.deploy.label;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.learn.Selection;
import dev.rewind.topics.ClassName;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.SendFailedException;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipManifest.Entry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends the recordings of a list, each looked at before the next is read: it takes no more memory than a clip and what
 * Kafka's own buffer holds.
 *
 * @param manifest the list
 * @param splits only these; all where there are none
 * @param groupColumn what groups clips, where not the column group
 */
record ManifestImport(Path manifest, List<String> splits, Optional<String> groupColumn) {
    private static final int ACKNOWLEDGED_EVERY = 50;

    int run(KafkaConnection connection, PrintWriter out, PrintWriter err) {
        List<Entry> entries = entries();
        int sent = 0;
        int refused = 0;
        int acknowledged = 0;
        try (ClipSender sender = new ClipSender(connection)) {
            for (Entry entry : entries) {
                try {
                    sender.send(clip(entry));
                    sent++;
                } catch (CommandFailure e) {
                    err.println("\rrefused: " + e.getMessage());
                    refused++;
                }
                err.printf("\rsending %d/%d", sent + refused, entries.size());
                err.flush();
                if (sent % ACKNOWLEDGED_EVERY == 0) {
                    sender.flush();
                    acknowledged = sent;
                }
            }
            sender.flush();
        } catch (SendFailedException e) {
            err.println();
            throw new CommandFailure(
                    e.getMessage() + "; at least " + acknowledged + " of " + entries.size()
                            + " clips arrived: run the import again, which sends those once more under the same ids",
                    e);
        }
        err.println();
        out.println(summary(entries, sent, refused));
        return refused == 0 ? 0 : 1;
    }

    private List<Entry> entries() {
        ClipManifest list = ClipManifest.readUnsplit(manifest, groupColumn);
        return splits.isEmpty() ? list.where(entry -> true) : new Selection(list, Set.copyOf(splits)).all();
    }

    private ClipFile clip(Entry entry) {
        try {
            return new ClipFile(entry.path(), new ClassName(entry.label()), entry.group(), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(entry.path() + ": " + e.getMessage(), e);
        }
    }

    private static String summary(List<Entry> entries, int sent, int refused) {
        long classes = entries.stream().map(Entry::label).distinct().count();
        long groups = entries.stream()
                .flatMap(entry -> entry.group().stream())
                .distinct()
                .count();
        return sent + " clips sent, of " + classes + " classes"
                + (groups == 0
                        ? ", each a group of its own: --group-column names a column that groups them"
                        : " and " + groups + " groups")
                + (refused == 0 ? "" : "; " + refused + " refused, the lines above say why");
    }
}
