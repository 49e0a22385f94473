package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import java.util.Locale;

/** A video behind an rtsp(s), rtmp(s), srt or http(s) address: a camera, an HLS playlist, or a file on a server. */
public record VideoAddress(String stream, String address) implements Connection {
    @Override
    public String redacted() {
        return Credentials.hidden(address);
    }

    @Override
    public boolean live() {
        return !address.toLowerCase(Locale.ROOT).startsWith("http");
    }

    /** Without what {@link #redacted} hides. */
    @Override
    public String toString() {
        return "VideoAddress[" + stream + ", " + redacted() + "]";
    }
}
