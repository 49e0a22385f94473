/** Labels given by people on the command line: files, clips of live streams by reference, and whole lists. */
package dev.rewind.deploy.label;
