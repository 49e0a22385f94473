/** Published checkpoints to model folders: which network a file is of, whether it fits, and what its classes are called. */
package dev.rewind.model.imports;
