/** What networks take of this machine: time and memory. */
package dev.rewind.model.bench;
