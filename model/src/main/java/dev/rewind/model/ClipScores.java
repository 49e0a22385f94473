package dev.rewind.model;

/**
 * What a model makes of one clip.
 *
 * @param probabilities softmax, in the order of the manifest's classes
 * @param embedding the features that the classifier read them from, as many as the network's last layer has
 */
public record ClipScores(float[] probabilities, float[] embedding) {}
