package dev.rewind.deploy.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a checkpoint as torch.save does: a Rev-MViT of 400 classes, all zeros, with a class token that it does not need. */
final class TinyCheckpoint {
    private static final String CFG =
            """
            DATA: {NUM_FRAMES: 4, SAMPLING_RATE: 4, TRAIN_CROP_SIZE: 16, INPUT_CHANNEL_NUM: [3]}
            MODEL: {MODEL_NAME: MViT, NUM_CLASSES: 400}
            MVIT:
              DEPTH: 3
              EMBED_DIM: 8
              PATCH_PADDING: [1, 3, 3]
              SEP_POS_EMBED: true
              DIM_MUL: [[1, 2.0]]
              HEAD_MUL: [[1, 2.0]]
              POOL_KVQ_KERNEL: [3, 3, 3]
              POOL_KV_STRIDE_ADAPTIVE: [1, 2, 2]
              POOL_Q_STRIDE: [[1, 1, 2, 2]]
              REV: {ENABLE: true, BUFFER_LAYERS: [1]}
            """;
    private static final NetworkConfig NETWORK = NetworkConfig.revMViT(
            new Thw(4, 16, 16),
            Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
            8,
            1,
            3,
            List.of(1),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
            true,
            400,
            0.1,
            0.5);

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private TinyCheckpoint() {}

    static Path writeTo(Path file) throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>(Network.of(NETWORK).shapes());
        shapes.put("cls_token", new Shape(1, 1, 8));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "archive/data.pkl", new TinyCheckpoint().pickled(shapes));
            for (Map.Entry<String, Shape> tensor : shapes.entrySet()) {
                store(
                        zip,
                        "archive/data/" + tensor.getKey(),
                        new byte[(int) (Float.BYTES * tensor.getValue().size())]);
            }
        }
        return file;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private byte[] pickled(Map<String, Shape> shapes) {
        op(0x80, 2, '}', '(');
        text("cfg");
        text(CFG);
        text("model_state");
        op('}', '(');
        shapes.forEach(this::tensor);
        op('u', 'u', '.');
        return pickle.toByteArray();
    }

    private void tensor(String name, Shape shape) {
        text(name);
        global("torch._utils", "_rebuild_tensor_v2");
        op('(', '(');
        text("storage");
        global("torch", "FloatStorage");
        text(name);
        text("cpu");
        number(shape.size());
        op('t', 'Q');
        number(0);
        op('(');
        for (int i = 0; i < shape.dimension(); i++) {
            number(shape.get(i));
        }
        op('t', '(');
        for (int i = 1; i <= shape.dimension(); i++) {
            number(shape.slice(i).size());
        }
        op('t', 0x89);
        global("collections", "OrderedDict");
        op(')', 'R', 't', 'R');
    }

    private void op(int... bytes) {
        for (int b : bytes) {
            pickle.write(b);
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        op('X');
        raw32(utf8.length);
        pickle.writeBytes(utf8);
    }

    private void global(String module, String name) {
        op('c');
        pickle.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    private void number(long value) {
        op('J');
        raw32((int) value);
    }

    private void raw32(int value) {
        pickle.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
