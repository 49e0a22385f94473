/**
 * From clips to scores: the queue, the batches of each device, and how another model takes its place while clips flow. {@link
 * dev.rewind.inference.serving.ModelServer} is the way in; {@link dev.rewind.inference.serving.ModelFollower} says what
 * happens when the log names another model.
 */
package dev.rewind.inference.serving;
