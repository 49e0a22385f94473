package dev.rewind.deploy.label;

import dev.rewind.topics.ClassName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A video file that a person labelled.
 *
 * @param path the file
 * @param label what it shows
 * @param group clips of one group stay on one side of the held-out split; empty for one of its own
 * @param id the clip's id; empty for its content's
 */
record ClipFile(Path path, ClassName label, Optional<String> group, Optional<String> id) {
    ClipFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(id, "id");
    }
}
