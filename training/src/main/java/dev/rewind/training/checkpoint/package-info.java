/** What a training keeps on disk while it runs, so that it can go on exactly where it was stopped. */
package dev.rewind.training.checkpoint;
