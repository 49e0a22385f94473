/** What can be watched: files, folders, addresses and cameras, parsed from text. */
package dev.rewind.ingest.source;
