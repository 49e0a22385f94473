/**
 * Sources that come and go while others play: the workers that watch the {@code sources} topic, share its streams, and
 * take over those of a worker that dies.
 */
package dev.rewind.ingest.fleet;
