/** Video into Kafka: plays sources and sends their sampled frames to the {@code frames} topic. */
package dev.rewind.ingest;
