/**
 * From clips to scores: the thread that runs the model, and how another model takes its place while clips flow. {@link
 * dev.rewind.inference.serving.ModelServer} is the way in; {@link dev.rewind.inference.serving.ModelFollower} says what
 * happens when the log names another model.
 */
package dev.rewind.inference.serving;
