/** How the memory of training grows with batch, depth and length of the clip. */
package dev.rewind.model.bench.memory;
