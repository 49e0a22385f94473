/** What a stream shows over the last while rather than in one clip, and when an action begins and ends in it. */
package dev.rewind.inference.smoothing;
