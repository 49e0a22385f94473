/** Measuring in a fresh process, which nothing has warmed, filled or fragmented before. */
package dev.rewind.model.bench.child;
