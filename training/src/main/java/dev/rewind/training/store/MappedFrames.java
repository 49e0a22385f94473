package dev.rewind.training.store;

import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.DecodedFrames;
import dev.rewind.training.clips.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording in a file that is mapped into memory: the system keeps what is used and drops the rest. A header of a
 * magic number, height, width and count, then a time in nanoseconds for each frame, then the frames as packed RGB.
 */
public final class MappedFrames implements DecodedFrames {
    private static final long MAGIC = 0x7277_646672616d65L; // "rwdframe"
    private static final int HEADER_BYTES = Long.BYTES + 3 * Integer.BYTES;

    private final FrameShape shape;
    private final List<Duration> times;
    private final ByteBuffer pixels;

    private MappedFrames(FrameShape shape, List<Duration> times, ByteBuffer pixels) {
        this.shape = shape;
        this.times = times;
        this.pixels = pixels;
    }

    /**
     * Maps a file.
     *
     * @throws UncheckedIOException if it is missing, or not whole
     */
    public static MappedFrames open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = Header.read(channel);
            if (channel.size() != header.fileBytes()) {
                throw new IOException("it has " + channel.size() + " bytes instead of " + header.fileBytes());
            }
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            all.position(HEADER_BYTES);
            List<Duration> times = new ArrayList<>(header.frames());
            for (int i = 0; i < header.frames(); i++) {
                times.add(Duration.ofNanos(all.getLong()));
            }
            return new MappedFrames(header.shape(), List.copyOf(times), all.slice());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the frames in " + file + " cannot be read: " + e.getMessage()
                            + "; start training again, which decodes the clip once more",
                    e);
        }
    }

    /** Whether a file holds all of a recording. */
    public static boolean isWhole(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() == Header.read(channel).fileBytes();
        } catch (IOException e) {
            return false; // written again, where the reason shows
        }
    }

    /** Bytes of the file of a recording. */
    static long fileBytes(Recording recording) {
        return new Header(recording.shape(), recording.frames().size()).fileBytes();
    }

    /** Writes a recording; the file must not be mapped. */
    static void write(Recording recording, Path file) throws IOException {
        Header header = new Header(recording.shape(), recording.frames().size());
        ByteBuffer head = ByteBuffer.allocate(header.pixelsFrom());
        head.putLong(MAGIC)
                .putInt(header.shape().height())
                .putInt(header.shape().width())
                .putInt(header.frames());
        recording.times().forEach(time -> head.putLong(time.toNanos()));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, head.flip());
            for (byte[] frame : recording.frames()) {
                writeAll(channel, ByteBuffer.wrap(frame));
            }
        }
    }

    @Override
    public FrameShape shape() {
        return shape;
    }

    @Override
    public List<Duration> times() {
        return times;
    }

    @Override
    public void copy(int frame, byte[] target, int offset) {
        pixels.get(frame * shape.bytes(), target, offset, shape.bytes());
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** What a file begins with. */
    private record Header(FrameShape shape, int frames) {
        private static Header read(FileChannel channel) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // until it is full, or the file ends
            }
            head.flip();
            if (head.limit() < HEADER_BYTES || head.getLong() != MAGIC) {
                throw new IOException("it is no file of frames");
            }
            int height = head.getInt();
            int width = head.getInt();
            int frames = head.getInt();
            if (height < 1 || width < 1 || frames < 1) {
                throw new IOException("its header is damaged");
            }
            return new Header(new FrameShape(height, width), frames);
        }

        private int pixelsFrom() {
            return HEADER_BYTES + frames * Long.BYTES;
        }

        private long fileBytes() {
            return pixelsFrom() + (long) frames * shape.bytes();
        }
    }
}
