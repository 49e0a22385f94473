package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import java.util.List;

/** A video behind an rtsp(s) or http(s) address: a camera, an HLS playlist, or a file on a server. */
public record VideoAddress(String stream, String url) implements Source {
    @Override
    public String redacted() {
        return Credentials.hidden(url);
    }

    @Override
    public List<String> inputs() {
        return List.of(url);
    }

    @Override
    public boolean live() {
        return url.regionMatches(true, 0, "rtsp", 0, 4);
    }

    @Override
    public boolean reconnects() {
        return true;
    }

    /** Without what {@link #redacted} hides. */
    @Override
    public String toString() {
        return "VideoAddress[" + stream + ", " + redacted() + "]";
    }
}
