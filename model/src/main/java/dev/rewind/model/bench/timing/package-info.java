/** How long something takes, beside what the machine can do. */
package dev.rewind.model.bench.timing;
