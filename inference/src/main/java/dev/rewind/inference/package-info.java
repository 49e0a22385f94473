/**
 * From frames to labels: records are decoded, cut into clips by stream, batched through the model, and labelled exactly
 * once. {@link dev.rewind.inference.LabelTopology} is the map of it.
 */
package dev.rewind.inference;
