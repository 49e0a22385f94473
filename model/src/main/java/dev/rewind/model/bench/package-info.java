/** How fast networks are on this machine. */
package dev.rewind.model.bench;
