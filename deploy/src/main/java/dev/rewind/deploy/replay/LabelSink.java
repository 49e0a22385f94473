package dev.rewind.deploy.replay;

import dev.rewind.topics.Label;

/** Where the labels of a replay go. */
interface LabelSink extends AutoCloseable {
    /** Takes the next one. */
    void add(Label label);

    /** Returns once all is where it belongs: nobody takes part of a replay for the whole. */
    void complete();

    @Override
    void close();

    /** Nowhere. */
    static LabelSink none() {
        return new LabelSink() {
            @Override
            public void add(Label label) {}

            @Override
            public void complete() {}

            @Override
            public void close() {}
        };
    }
}
