/**
 * Sources on the log: which videos are to be played, and how each stands. People and programs say the first on {@code
 * sources}, ingest workers do it and say the second on {@code progress}.
 */
package dev.rewind.topics.sources;
