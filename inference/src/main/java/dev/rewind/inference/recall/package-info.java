/**
 * The way back from a label: {@link dev.rewind.inference.recall.ClipRecall} finds its very frames again, {@link
 * dev.rewind.inference.recall.ModelRecall} the very model, and {@link dev.rewind.inference.recall.PictureStrip} shows what
 * the model saw.
 */
package dev.rewind.inference.recall;
