/** What another model makes of the past: clips of a stretch labelled again, and compared with what was said of them. */
package dev.rewind.deploy.replay;
