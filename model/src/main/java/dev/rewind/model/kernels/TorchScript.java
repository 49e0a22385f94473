package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions written in TorchScript, the typed subset of Python that libtorch compiles: their source lies in resources and
 * is packed here into the archive that libtorch loads, so no Python takes part. Each function is a method of a class
 * {@code Functions}; gradients flow through a call where the calling thread records them.
 */
public final class TorchScript {
    private static final String HEAD =
            """
            class Functions(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool

            """;

    private final PtSymbolBlock module;
    private final NDManager manager;
    private final Map<String, NDArray> methodMarkers = new ConcurrentHashMap<>();

    private TorchScript(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Compiles resources; they live as long as the process.
     *
     * @param owner the class beside which the sources lie
     * @param names file names of the sources, without their ending {@code .ts.py}; their functions may call each other
     */
    public static TorchScript load(Class<?> owner, String... names) {
        Torch.start();
        JniUtils.setGraphExecutorOptimize(false); // the profiling executor would recompile for each new shape
        PtNDManager manager = (PtNDManager) Torch.manager(new DeviceChoice.Cpu()); // code alone, for any device
        try {
            StringBuilder source = new StringBuilder(HEAD);
            for (String name : names) {
                source.append(source(owner, name));
            }
            byte[] archive = archive(source.toString());
            return new TorchScript(
                    manager, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException("the sources " + List.of(names) + " cannot be packed", e);
        }
    }

    /**
     * Calls a function. The result belongs to the first array's manager.
     *
     * @param function name of the function
     * @param arguments its arguments, in order; arrays named {@code x[]} alike form one list
     */
    public NDList call(String function, NDArray... arguments) {
        NDList inputs = new NDList(arguments);
        inputs.add(methodMarkers.computeIfAbsent(function, this::marker));
        // train=true: otherwise DJL turns inference mode on, whose arrays cannot take part in a backward pass.
        return IValueUtils.forward(module, inputs, true);
    }

    /**
     * Runs a function that works in its arguments and results in nothing.
     *
     * @param function name of the function
     * @param arguments its arguments, in order: arrays, lists of arrays, flags, whole and other numbers, and sizes
     */
    public void run(String function, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            IValueUtils.runMethod(module, function, values).close();
        } finally {
            Stream.of(values).filter(Objects::nonNull).forEach(IValue::close);
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof NDList list) {
            return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Float number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Thw sizes) {
            return IValue.listFrom(sizes.t(), sizes.h(), sizes.w());
        }
        throw new IllegalArgumentException("TorchScript has no type for " + argument.getClass());
    }

    /** DJL learns which method to run from the name of an extra array. */
    private NDArray marker(String function) {
        NDArray marker = manager.create(0f);
        marker.setName("module_method:" + function);
        return marker;
    }

    private static String source(Class<?> owner, String name) throws IOException {
        String resource = name + ".ts.py";
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "there is no kernel source '" + resource + "' beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A TorchScript archive: a zip of the code and a pickled, empty module object. */
    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "functions/data.pkl", moduleObject());
            store(zip, "functions/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // protocol 2, empty tuple
            store(zip, "functions/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "functions/version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The pickle of {@code __torch__.Functions} with the one attribute {@code training = False}. */
    private static byte[] moduleObject() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nFunctions\n)".getBytes(StandardCharsets.US_ASCII)); // class, no arguments
        pickle.write(0x81); // new object
        pickle.writeBytes("}(X\u0008\0\0\0training".getBytes(StandardCharsets.US_ASCII)); // dict, mark, 8-letter key
        pickle.write(0x89); // False
        pickle.writeBytes("ub.".getBytes(StandardCharsets.US_ASCII)); // set item, build, stop
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
