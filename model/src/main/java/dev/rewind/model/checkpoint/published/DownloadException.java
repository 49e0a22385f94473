package dev.rewind.model.checkpoint.published;

import java.net.URI;

/** A published file did not arrive as it should; the message names its address, the reason and what to do instead. */
public final class DownloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DownloadException(URI source, String problem, Throwable cause) {
        super("cannot fetch " + source + ": " + problem, cause);
    }
}
