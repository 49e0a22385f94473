package dev.rewind.model.checkpoint.pyth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes pickles of protocol 2 as Python does, and others opcode by opcode. */
final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> memo = new HashMap<>();
    private final Map<String, SavedTensor> tensors = new LinkedHashMap<>();
    private final boolean legacy;

    /** A pickle that begins as all do. */
    PickleWriter(boolean legacy) {
        this.legacy = legacy;
        raw(0x80, 2);
    }

    static PickleWriter modern() {
        return new PickleWriter(false);
    }

    /** Bytes as they are; a character stands for an opcode. */
    PickleWriter raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /** A number of four bytes. */
    PickleWriter raw32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    PickleWriter raw64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    PickleWriter lines(String... lines) {
        for (String line : lines) {
            bytes.writeBytes((line + "\n").getBytes(UTF_8));
        }
        return this;
    }

    /** A string, remembered and referred to again as Python does. */
    PickleWriter text(String text) {
        return remembered("text " + text, () -> {
            byte[] utf8 = text.getBytes(UTF_8);
            raw('X').raw32(utf8.length);
            bytes.writeBytes(utf8);
        });
    }

    PickleWriter global(String module, String name) {
        return remembered("global " + module + " " + name, () -> raw('c').lines(module, name));
    }

    PickleWriter number(long value) {
        if (value >= 0 && value < 256) {
            return raw('K', (int) value);
        }
        if (value == (int) value) {
            return raw('J').raw32((int) value);
        }
        return integer(BigInteger.valueOf(value));
    }

    PickleWriter integer(BigInteger value) {
        byte[] bigEndian = value.toByteArray();
        raw(0x8a, bigEndian.length);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            raw(bigEndian[i]);
        }
        return this;
    }

    /** Anything: plain data, an array for a tuple, a linked map for an OrderedDict, or a tensor. */
    PickleWriter value(Object value) {
        if (value == null) {
            return raw('N');
        } else if (value instanceof Boolean flag) {
            return raw(flag ? 0x88 : 0x89);
        } else if (value instanceof BigInteger integer) {
            return integer(integer);
        } else if (value instanceof Double real) {
            bytes.write('G');
            bytes.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
            return this;
        } else if (value instanceof Number number) {
            return number(number.longValue());
        } else if (value instanceof String text) {
            return text(text);
        } else if (value instanceof long[] sizes) {
            raw('(');
            for (long size : sizes) {
                number(size);
            }
            return raw('t');
        } else if (value instanceof Object[] tuple) {
            raw('(');
            for (Object item : tuple) {
                value(item);
            }
            return raw('t');
        } else if (value instanceof List<?> list) {
            raw(']', '(');
            list.forEach(this::value);
            return raw('e');
        } else if (value instanceof SavedTensor tensor) {
            return tensor(tensor);
        }
        if (value instanceof LinkedHashMap<?, ?>) {
            global("collections", "OrderedDict").raw(')', 'R');
        } else {
            raw('}');
        }
        raw('(');
        ((Map<?, ?>) value).forEach((key, item) -> value(key).value(item));
        return raw('u');
    }

    /** The last opcode. */
    byte[] stop() {
        return raw('.').bytes.toByteArray();
    }

    /** The tensors written, by the key of their storage. */
    Map<String, SavedTensor> tensors() {
        return tensors;
    }

    private PickleWriter tensor(SavedTensor tensor) {
        tensors.putIfAbsent(tensor.key(), tensor);
        global("torch._utils", "_rebuild_tensor_v2").raw('(', '(');
        text("storage")
                .global("torch", tensor.storageClass())
                .text(tensor.key())
                .text("cuda:0");
        number(tensor.claimed());
        if (legacy) {
            raw('N');
        }
        raw('t', 'Q').number(tensor.offset()).value(tensor.shape()).value(tensor.strides());
        return raw(0x89).global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
    }

    private PickleWriter remembered(String what, Runnable write) {
        Integer index = memo.get(what);
        if (index != null) {
            return raw('j').raw32(index);
        }
        write.run();
        memo.put(what, memo.size());
        return raw('r').raw32(memo.size() - 1);
    }
}
