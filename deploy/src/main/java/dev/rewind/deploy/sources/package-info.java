/** Sources on the log, as a person adds, pauses, changes and removes them while the workers play. */
package dev.rewind.deploy.sources;
