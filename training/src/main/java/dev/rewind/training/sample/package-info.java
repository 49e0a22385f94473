/** Which clips an epoch shows, and how often: balanced by class, old ones replayed beside the new. */
package dev.rewind.training.sample;
