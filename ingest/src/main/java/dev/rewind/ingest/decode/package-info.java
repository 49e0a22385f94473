/** Pictures out of video files, URLs and cameras, sampled by timestamp. */
package dev.rewind.ingest.decode;
