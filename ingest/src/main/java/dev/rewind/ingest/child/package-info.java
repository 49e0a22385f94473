/** Decoding in processes of its own, so that a video which makes ffmpeg hang, grow or crash harms nobody but itself. */
package dev.rewind.ingest.child;
