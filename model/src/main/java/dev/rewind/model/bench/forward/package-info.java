/** How fast forward passes are. */
package dev.rewind.model.bench.forward;
