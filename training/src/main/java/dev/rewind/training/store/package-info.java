/** The labelled clips of the topic, decoded once and kept in files that are mapped into memory. */
package dev.rewind.training.store;
