/** Dead letters on the command line: what could not be read, why, and back with it once it can be. */
package dev.rewind.deploy.dlq;
