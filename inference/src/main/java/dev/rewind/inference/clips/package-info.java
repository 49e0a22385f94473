/**
 * From records to clips: a record's frames are decoded at the model's size, and cut into sliding clips stream by stream.
 * {@link dev.rewind.inference.clips.ClipAssembler} says what gaps, repeats and epochs do to a clip.
 */
package dev.rewind.inference.clips;
