package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LegacyCheckpointTest {
    private static final byte[] MAGIC = PythFile.pickled(new BigInteger("1950a86a20f9469cfc6c", 16));
    private static final byte[] VERSION = PythFile.pickled(1001);
    private static final byte[] MACHINE = PythFile.pickled(Map.of("little_endian", true));
    private static final byte[] OBJECT = new PickleWriter(true)
            .value(Map.of("model_state", Map.of("a", SavedTensor.of("7", new long[] {2}, 1, 2))))
            .stop();
    private static final byte[] KEYS = PythFile.pickled(List.of("7"));

    @TempDir
    Path folder;

    @Test
    void readsWhatItsPartsSay() throws Exception {
        assertThat(read(MAGIC, VERSION, MACHINE, OBJECT, KEYS, number(2), new byte[8])
                        .shapes())
                .containsOnlyKeys("a");
    }

    @ParameterizedTest
    @MethodSource("lyingFiles")
    void refusesAFileThatLies(String reason, List<byte[]> parts) throws Exception {
        assertThat(Allocation.of(() -> assertThatThrownBy(() -> read(parts.toArray(byte[][]::new)))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining(reason)))
                .isLessThan(8 << 20);
    }

    static Stream<Arguments> lyingFiles() {
        return Stream.of(
                lie("none that torch.save wrote", PythFile.pickled("hello")),
                lie(
                        "posix.system",
                        PickleWriter.modern().global("posix", "system").stop()),
                lie("another version than 1001", MAGIC, PythFile.pickled(1002)),
                lie("another version than 1001", MAGIC, PythFile.pickled(null)),
                lie("not little-endian", MAGIC, VERSION, PythFile.pickled(Map.of("little_endian", false))),
                lie("not little-endian", MAGIC, VERSION, PythFile.pickled(List.of())),
                lie(
                        "no list of storages",
                        MAGIC,
                        VERSION,
                        MACHINE,
                        OBJECT,
                        PythFile.pickled("7"),
                        number(2),
                        new byte[8]),
                lie(
                        "or one without a tensor",
                        MAGIC,
                        VERSION,
                        MACHINE,
                        OBJECT,
                        PythFile.pickled(List.of("8")),
                        number(2),
                        new byte[8]),
                lie("or one without a tensor", MAGIC, VERSION, MACHINE, OBJECT, loop(), number(2), new byte[8]),
                lie(
                        "lists a storage twice",
                        MAGIC,
                        VERSION,
                        MACHINE,
                        OBJECT,
                        PythFile.pickled(List.of("7", "7")),
                        number(2),
                        new byte[8],
                        number(2),
                        new byte[8]),
                lie(
                        "storage 7 has 3 values in 8 bytes, but its tensors want 2 of 4",
                        MAGIC,
                        VERSION,
                        MACHINE,
                        OBJECT,
                        KEYS,
                        number(3),
                        new byte[8]),
                lie("storage 7 has -2 values", MAGIC, VERSION, MACHINE, OBJECT, KEYS, number(-2), new byte[8]),
                lie("storage 7 has 2 values in 7 bytes", MAGIC, VERSION, MACHINE, OBJECT, KEYS, number(2), new byte[7]),
                lie("the size of storage 7 should have 8 bytes", MAGIC, VERSION, MACHINE, OBJECT, KEYS),
                lie("its tensors end at byte", MAGIC, VERSION, MACHINE, OBJECT, KEYS, number(2), new byte[9]),
                lie(
                        "its tensors want 274877906944 of 4",
                        MAGIC,
                        VERSION,
                        MACHINE,
                        huge(),
                        KEYS,
                        number(1L << 38),
                        new byte[8]));
    }

    @Test
    void refusesToReadAStorageThatItDoesNotList() throws Exception {
        PythCheckpoint checkpoint = read(MAGIC, VERSION, MACHINE, OBJECT, PythFile.pickled(List.of()));

        assertThatThrownBy(() -> checkpoint.tensors(checkpoint.shapes(), Set.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("storage 7 is not in the file");
    }

    private PythCheckpoint read(byte[]... parts) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        Path file = folder.resolve("weights.pyth");
        Files.write(file, bytes.toByteArray());
        return PythCheckpoint.read(file);
    }

    private static Arguments lie(String reason, byte[]... parts) {
        return Arguments.of(reason, List.of(parts));
    }

    /** A list of a list that holds itself, which has no hash. */
    private static byte[] loop() {
        return PickleWriter.modern()
                .raw(']', ']', 'r')
                .raw32(0)
                .raw('j')
                .raw32(0)
                .raw('a', 'a')
                .stop();
    }

    private static byte[] huge() {
        SavedTensor tensor = SavedTensor.of("7", new long[] {2}, 1, 2).claiming(1L << 38);
        return new PickleWriter(true)
                .value(Map.of("model_state", Map.of("a", tensor)))
                .stop();
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
