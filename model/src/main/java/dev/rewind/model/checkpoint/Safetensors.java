package dev.rewind.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes float32 tensors in the safetensors format: 8 bytes little-endian header size, a JSON header with type,
 * shape and byte range of each tensor, then the bytes. The file is not trusted: every range is checked before it is read,
 * and the ranges must follow each other without a gap, in the header's order, to the end of the file.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final long MAX_FILE = Integer.MAX_VALUE - 8; // the longest array
    private static final long MAX_HEADER = 16 << 20;
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /**
     * Reads every tensor of a file; their values are views of its bytes on the heap.
     *
     * @throws CheckpointException if the file is not what it should be; nothing is half read
     * @throws IOException if the file cannot be opened
     */
    public static Map<String, Tensor> read(Path file) throws IOException {
        ByteBuffer bytes = load(file);
        if (bytes.remaining() < LENGTH_BYTES) {
            throw new CheckpointException(file, "it has only " + bytes.remaining() + " bytes; the file is cut off");
        }
        long headerSize = bytes.getLong(0);
        if (headerSize < 2 || headerSize > Math.min(MAX_HEADER, bytes.remaining() - LENGTH_BYTES)) {
            throw new CheckpointException(
                    file, "its header claims " + headerSize + " bytes; the file is cut off or no safetensors file");
        }
        ByteBuffer data = bytes.slice(
                        LENGTH_BYTES + (int) headerSize, bytes.remaining() - LENGTH_BYTES - (int) headerSize)
                .order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int begin = 0;
        for (Map.Entry<String, JsonNode> entry :
                header(file, bytes, (int) headerSize).properties()) {
            if (!entry.getKey().equals(METADATA)) {
                Tensor tensor = tensor(file, entry.getKey(), entry.getValue(), data, begin);
                tensors.put(entry.getKey(), tensor);
                begin += tensor.values().remaining() * Float.BYTES;
            }
        }
        if (begin != data.limit()) {
            throw new CheckpointException(
                    file, "its tensors end at byte " + begin + " of " + data.limit() + "; the file is damaged");
        }
        return tensors;
    }

    /** Writes tensors in their order; the file appears whole or not at all only where the caller moves it in place. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = offset + (long) Float.BYTES * entry.getValue().values().remaining();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", "F32");
            node.set("shape", JSON.valueToTree(entry.getValue().shape()));
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = padded(JSON.writeValueAsBytes(header));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(json.length).flip());
            writeAll(channel, ByteBuffer.wrap(json));
            for (Tensor tensor : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(
                                Math.multiplyExact(Float.BYTES, tensor.values().remaining()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(tensor.values().duplicate());
                writeAll(channel, bytes);
            }
            channel.force(true);
        }
    }

    /** On the heap: the memory of a mapped file is given back only when the collector happens to run. */
    private static ByteBuffer load(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE) {
            throw new CheckpointException(file, "it has " + size + " bytes; files of 2 GiB and more cannot be read");
        }
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static JsonNode header(Path file, ByteBuffer bytes, int size) {
        byte[] json = new byte[size];
        bytes.get(LENGTH_BYTES, json);
        try {
            JsonNode header = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            if (!header.isObject()) {
                throw new CheckpointException(file, "its header is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file, "its header is no JSON: " + e.getOriginalMessage());
        }
    }

    /** A view of one tensor, which must begin at the given byte: where the one before it ended. */
    private static Tensor tensor(Path file, String name, JsonNode node, ByteBuffer data, int begin) {
        String type = node.path("dtype").asText("none");
        if (!type.equals("F32")) {
            throw new CheckpointException(file, "tensor '" + name + "' has type " + type + "; only F32 can be read");
        }
        long[] shape = shape(file, name, node.path("shape"));
        long size = Float.BYTES * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        JsonNode range = node.path("data_offsets");
        long from = whole(range.path(0));
        long to = whole(range.path(1));
        if (range.size() != 2 || from != begin || to - from != size || to > data.limit()) {
            throw new CheckpointException(
                    file,
                    "tensor '" + name + "' of " + size + " bytes claims the range " + range + ", but should begin at "
                            + begin + " and end by " + data.limit() + "; the file is cut off or damaged");
        }
        ByteBuffer bytes = data.slice(begin, (int) size).order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(shape, bytes.asFloatBuffer());
    }

    /** The sizes of a tensor, whose product is at most what a file of 2 GiB can hold. */
    private static long[] shape(Path file, String name, JsonNode sizes) {
        long[] shape = new long[sizes.size()];
        long product = Float.BYTES;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = whole(sizes.get(i));
            // Both factors are below 2^31, so the product cannot overflow before it is looked at.
            product *= Math.min(Math.max(shape[i], 0), Integer.MAX_VALUE);
            if (product == 0 || product > Integer.MAX_VALUE) {
                throw new CheckpointException(file, "tensor '" + name + "' has the impossible shape " + sizes);
            }
        }
        if (!sizes.isArray()) {
            throw new CheckpointException(file, "tensor '" + name + "' has no shape");
        }
        return shape;
    }

    /** The number of a node; -1, which is never right, where it is none. */
    private static long whole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
    }

    /** Spaces fill the header so that the tensors are aligned to 8 bytes, as the format asks. */
    private static byte[] padded(byte[] json) {
        byte[] padded = new byte[(json.length + 7) / 8 * 8];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
