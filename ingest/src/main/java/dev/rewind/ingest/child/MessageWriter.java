package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.VideoFacts;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes messages: four bytes of length, one that says which message it is, and its fields. */
final class MessageWriter {
    static final char READY = 'R';
    static final char HELLO = 'H';
    static final char PICTURE = 'P';
    static final char ALIVE = 'A';
    static final char END = 'E';
    static final char REFUSAL = 'X';

    /** Texts are cut to it; container and codec names and one-line reasons are shorter. */
    static final int MOST_CHARACTERS = 4000;

    /** Frames that come faster than any camera's share a write: each wakes the parent. */
    private static final long NANOS_BETWEEN_WRITES = 15_000_000;

    private final DataOutputStream out;
    private long written = System.nanoTime() - NANOS_BETWEEN_WRITES;

    /** @param out a buffer, best of some pictures */
    MessageWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    void write(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(bytes);
        if (message instanceof Message.Ready) {
            fields.writeByte(READY);
        } else if (message instanceof Message.Hello hello) {
            fields.writeByte(HELLO);
            write(hello.facts(), fields);
        } else if (message instanceof Message.Picture picture) {
            fields.writeByte(PICTURE);
            fields.writeLong(picture.sequence());
            write(picture.frame(), fields);
        } else if (message instanceof Message.Alive alive) {
            fields.writeByte(ALIVE);
            fields.writeLong(alive.decoded());
        } else if (message instanceof Message.End end) {
            fields.writeByte(END);
            fields.writeLong(end.end().frames());
            write(end.end().damage().orElse(""), fields);
        } else if (message instanceof Message.Refusal refusal) {
            fields.writeByte(REFUSAL);
            write(refusal.reason(), fields);
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        long now = System.nanoTime();
        if (!(message instanceof Message.Picture) || now - written >= NANOS_BETWEEN_WRITES) {
            out.flush();
            written = now;
        }
    }

    private static void write(VideoFacts facts, DataOutputStream fields) throws IOException {
        write(facts.container(), fields);
        write(facts.codec(), fields);
        fields.writeInt(facts.width());
        fields.writeInt(facts.height());
        fields.writeInt(facts.rotation());
        fields.writeDouble(facts.rate().orElse(0));
        fields.writeLong(facts.duration().map(duration -> duration.toNanos()).orElse(-1L));
        fields.writeLong(facts.frames().orElse(-1));
    }

    private static void write(JpegFrame frame, DataOutputStream fields) throws IOException {
        fields.writeLong(frame.timestamp().toNanos());
        fields.writeInt(frame.width());
        fields.writeInt(frame.height());
        fields.write(frame.jpeg());
    }

    private static void write(String text, DataOutputStream fields) throws IOException {
        fields.writeUTF(text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS));
    }
}
