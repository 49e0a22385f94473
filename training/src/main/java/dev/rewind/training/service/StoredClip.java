package dev.rewind.training.service;

import java.nio.file.Path;

/**
 * A labelled clip at hand.
 *
 * @param label its class
 * @param group clips of one group are never on both sides of the held-out split
 * @param file its bytes
 * @param size of the file, in bytes
 * @param partition where its record lies
 * @param offset where its record lies
 */
record StoredClip(String label, String group, Path file, long size, int partition, long offset) {}
