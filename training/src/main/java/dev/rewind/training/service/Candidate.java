package dev.rewind.training.service;

import dev.rewind.topics.models.Profile;
import dev.rewind.topics.models.Verdict;
import dev.rewind.training.evaluate.Evaluation;
import java.util.Optional;

/**
 * What a round has made, beside the model in its folder.
 *
 * @param evaluation on the held-out clips
 * @param verdict of the gate
 * @param confusion what it takes for what, a PNG picture; empty where it would not fit into a record
 * @param profile what the held-out clips look like to it
 */
record Candidate(Evaluation evaluation, Verdict verdict, Optional<byte[]> confusion, Profile profile) {}
