/**
 * Reading {@code frames}: the pictures of a record, and records read before, by where they lie. Inference cuts clips from
 * them as they come, training cuts those that a person labelled.
 */
package dev.rewind.topics.frames;
