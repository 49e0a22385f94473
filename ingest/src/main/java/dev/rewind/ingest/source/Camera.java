package dev.rewind.ingest.source;

/** A camera of this machine, such as {@code /dev/video0}. */
public record Camera(String stream, String address) implements Connection {
    @Override
    public String redacted() {
        return address;
    }

    @Override
    public boolean live() {
        return true;
    }
}
