package dev.rewind.console;

import dev.rewind.topics.Label;
import java.util.List;

/**
 * One stream at a glance.
 *
 * @param stream the stream id
 * @param labels how many labels of it were read since the console began to follow it
 * @param latest its newest label
 * @param actions the top-1 of its last labels, oldest first
 */
record StreamStatus(String stream, long labels, Label latest, List<Label.Score> actions) {}
