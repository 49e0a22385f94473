/**
 * Clips of the past through another model: {@link dev.rewind.inference.replay.FramesWalk} cuts them anew, {@link
 * dev.rewind.inference.replay.LabelsWalk} brings back those that labels name, {@link dev.rewind.inference.replay.Replay}
 * labels them.
 */
package dev.rewind.inference.replay;
