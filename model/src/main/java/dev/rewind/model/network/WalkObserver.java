package dev.rewind.model.network;

/** Sees the input of each block of a reversible run twice: on the way there, and when the walk has rebuilt it. */
interface WalkObserver {
    /** Sees nothing. */
    WalkObserver NONE = new WalkObserver() {
        @Override
        public void passes(String block, Streams x) {}

        @Override
        public void rebuilt(String block, Streams x) {}
    };

    /** Before the block, on the way there; the walk goes on to change both streams. */
    void passes(String block, Streams x);

    /** The same streams, after the block is undone. */
    void rebuilt(String block, Streams x);
}
