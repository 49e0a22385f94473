package dev.rewind.ingest.source;

/** A camera or an address, which is connected to again when it breaks off: a network or a cable may come back. */
public sealed interface Connection extends Source permits VideoAddress, Camera {
    /** What to open. */
    String address();

    /** Whether its frames come at their own pace, as a camera's do; others are played at any. */
    boolean live();
}
