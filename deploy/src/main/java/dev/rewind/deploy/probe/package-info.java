/** What a video is and whether it can be read, for a person and for programs. */
package dev.rewind.deploy.probe;
