package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpicklerTest {
    private static final int MAX_ALLOCATED = 8 << 20;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("weights.pyth");
    }

    @ParameterizedTest
    @MethodSource("pickles")
    void refusesAndNamesCode(PickleWriter pickle, String named) throws Exception {
        assertRefused(pickle.stop(), "its pickle holds " + named + " at byte ", "only tensors are read");
    }

    static Stream<Arguments> pickles() {
        return Stream.of(
                Arguments.of(start().global("posix", "system").text("true").raw(0x85, 'R'), "posix.system"),
                Arguments.of(start().global("builtins", "eval").text("1").raw(0x85, 'R'), "builtins.eval"),
                Arguments.of(start().global("__builtin__", "object").raw('}', 'b'), "__builtin__.object"),
                Arguments.of(start().global("torch", "load"), "torch.load"),
                Arguments.of(start().global("torch._utils", "_rebuild_tensor_v3"), "torch._utils._rebuild_tensor_v3"),
                Arguments.of(start().global("argparse", "Namespace"), "argparse.Namespace"),
                Arguments.of(start().global("numpy.core.multiarray", "scalar"), "numpy.core.multiarray.scalar"),
                Arguments.of(start().global("a\u001b[2J", "b"), "a?[2J.b"),
                // Names put together from remembered strings, which a search of the file for "posix system" misses.
                Arguments.of(
                        start().raw(']')
                                .text("system")
                                .raw('a')
                                .text("posix")
                                .raw('j')
                                .raw32(0)
                                .raw(0x93),
                        "posix.system"),
                Arguments.of(
                        start().text("torch").text("serialization.os.system").raw(0x93),
                        "torch.serialization.os.system"),
                Arguments.of(start().raw('(').text("true").raw('i').lines("posix", "system"), "INST of posix.system"),
                Arguments.of(
                        start().raw('(').global("posix", "system").text("true").raw('o'), "posix.system"),
                Arguments.of(
                        start().raw('(').global("collections", "OrderedDict").raw('o'), "OBJ"),
                Arguments.of(start().global("collections", "OrderedDict").raw(')', 0x81), "NEWOBJ"),
                Arguments.of(start().global("collections", "OrderedDict").raw(')', '}', 0x92), "NEWOBJ_EX"),
                Arguments.of(start().raw(0x82, 1), "EXT1"),
                Arguments.of(start().raw(0x83, 1, 0), "EXT2"),
                Arguments.of(start().raw(0x84).raw32(1), "EXT4"),
                Arguments.of(start().raw('P').lines("0"), "PERSID"),
                Arguments.of(start().text("posix.system").raw(')', 'R'), "a call of what is no function"),
                Arguments.of(start().global("torch", "FloatStorage").raw(')', 'R'), "a call of what is no function"),
                Arguments.of(start().raw(']', '}', 'b'), "BUILD of what is no dict"));
    }

    @ParameterizedTest
    @MethodSource("damagedPickles")
    void refusesADamagedPickle(PickleWriter pickle, String reason) throws Exception {
        assertRefused(pickle.stop(), "its pickle is damaged at byte ", reason, "get the file again");
    }

    static Stream<Arguments> damagedPickles() {
        return Stream.of(
                Arguments.of(start().raw('R'), "its stack is empty"),
                Arguments.of(start().raw('N', '(', 0x85), "its stack is empty"),
                Arguments.of(start().raw('t'), "a mark is missing"),
                Arguments.of(start(), "it ends with 0 objects"),
                Arguments.of(start().raw('N', 'N'), "it ends with 2 objects"),
                Arguments.of(start().raw('N', '('), "it ends with 1 objects"),
                Arguments.of(start().raw('j').raw32(-1), "refers to object 4294967295"),
                Arguments.of(start().raw('N', 'N', 'a'), "appends to what is no list"),
                Arguments.of(start().raw('}', '(', 'N', 'u'), "puts no pairs"),
                Arguments.of(start().raw(']', 'N', 'N', 's'), "not into a dict"),
                Arguments.of(
                        start().raw('}').text("a").raw('N', 's').text("a").raw('N', 's'), "key 'a' is there twice"),
                Arguments.of(start().raw('}', ')', 'N', 's'), "a key is neither string nor number"),
                Arguments.of(start().raw('X').raw32(-1), "claims 4294967295 bytes where there are 1"),
                Arguments.of(start().raw('X').raw32(Integer.MAX_VALUE), "claims 2147483647 bytes where there are 1"),
                Arguments.of(start().raw(0x8a, 255), "claims 255 bytes where there are 1"),
                Arguments.of(start().raw('X').raw32(1).raw(0xff), "no UTF-8"),
                Arguments.of(start().raw(0x95).raw64(1L << 40), "a frame claims 1099511627776 bytes"),
                Arguments.of(start().raw(0x95).raw64(-1), "a frame claims -1 bytes"),
                Arguments.of(start().raw(0x80, 2), "torch writes no opcode 0x80"),
                Arguments.of(start().raw('c').lines("x".repeat(300), "y"), "a name has no end"),
                Arguments.of(start().text("a").raw('N', 0x93), "a global has no name"),
                Arguments.of(
                        start().text("x".repeat(5000))
                                .raw('}', 'j')
                                .raw32(0)
                                .raw('N', 's', 'j')
                                .raw32(0)
                                .raw('N', 's'),
                        "xxx..."),
                Arguments.of(
                        start().global("collections", "OrderedDict").raw(']', 0x85, 'R'), "an OrderedDict is built"),
                Arguments.of(
                        start().global("torch._utils", "_rebuild_tensor_v2").raw(')', 'R'), "a tensor is built"),
                Arguments.of(
                        start().global("torch._utils", "_rebuild_parameter").raw(')', 'R'), "a parameter is built"),
                Arguments.of(start().value("module").raw('Q'), "describes no storage"),
                Arguments.of(storage("0".repeat(65), 1), "a key of 65 characters"),
                Arguments.of(storage("0", -1), "claims -1 values"),
                Arguments.of(storage("0", Long.MAX_VALUE / 4 + 1), "claims 2305843009213693952 values"),
                Arguments.of(storage("0", 1).raw('0').value("").raw('0'), "no opcode 0x30"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 255})
    void refusesAProtocolThatTorchDoesNotWrite(int protocol) throws Exception {
        assertRefused(new byte[] {(byte) 0x80, (byte) protocol, '}', '.'}, "it has protocol " + protocol);
    }

    /** Opcodes of Python 2, of text pickles, and of bytes, none of which torch needs. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                'I', 'L', 'F', 'S', 'V', 'T', 'U', 'B', 'C', 'l', 'd', 'p', 'g', '0', '1', '2', 0x8b, 0x8d, 0x8e, 0x8f,
                0x90, 0x91, 0x96, 0x97, 0x98, 0, 0xff
            })
    void refusesOpcodesThatTorchDoesNotWrite(int opcode) throws Exception {
        assertRefused(start().raw(opcode).stop(), String.format("torch writes no opcode 0x%02x", opcode));
    }

    @Test
    void refusesATensorOfHundredsOfDimensions() throws Exception {
        long[] ones = IntStream.range(0, 17).mapToLong(i -> 1).toArray();

        assertRefused(
                PythFile.pickled(
                        Map.of("a", SavedTensor.of("0", new long[] {1}, 1).seenAs(0, ones, ones))),
                "a size is built from other arguments");
    }

    @Test
    void refusesAStorageDescribedInTwoWays() throws Exception {
        SavedTensor first = SavedTensor.of("0", new long[] {1}, 1);

        assertRefused(
                PythFile.pickled(new Object[] {first, first.claiming(2)}), "storage 0 is described twice, differently");
    }

    @Test
    void refusesAPickleOfTooManyOperations() throws Exception {
        PickleWriter pickle = start();
        for (int i = 0; i < 1 << 20; i++) {
            pickle.raw('N');
        }

        PythFile.ZIP.write(file, pickle.stop(), Map.of());

        assertThatThrownBy(() -> PythCheckpoint.read(file)).hasMessageContaining("more than 1048576 operations");
    }

    @Test
    void doesNotWalkAListThatHoldsItself() throws Exception {
        assertRead(start().raw('}')
                .text("loop")
                .raw(']', 'r')
                .raw32(99)
                .raw('j')
                .raw32(99)
                .raw('a', 's'));
    }

    /** 2^200 lists, if anybody counted. */
    @Test
    void doesNotUnfoldListsOfTheSameLists() throws Exception {
        PickleWriter pickle = start().raw('}').text("bomb").raw(']');
        for (int i = 0; i < 200; i++) {
            pickle.raw('r')
                    .raw32(100 + i)
                    .raw(']', '(', 'j')
                    .raw32(100 + i)
                    .raw('j')
                    .raw32(100 + i)
                    .raw('e');
        }
        // What lies below the last list on the stack goes into it.
        IntStream.range(0, 200).forEach(i -> pickle.raw('a'));

        assertRead(pickle.raw('s'));
    }

    @Test
    void doesNotHashTuplesOfTheSameTuples() throws Exception {
        PickleWriter pickle = start().raw('}', ')');
        for (int i = 0; i < 100; i++) {
            pickle.raw('r').raw32(i).raw('j').raw32(i).raw(0x86);
        }

        assertRefused(pickle.raw('N', 's').stop(), "a key is neither string nor number");
    }

    @Test
    void doesNotRecurseIntoDeepLists() throws Exception {
        PickleWriter pickle = start().raw('}').text("deep");
        IntStream.range(0, 300_000).forEach(i -> pickle.raw(']'));
        IntStream.range(1, 300_000).forEach(i -> pickle.raw('a'));

        PythFile.ZIP.write(file, withState(pickle.raw('s')), Map.of());

        assertThat(PythCheckpoint.read(file).shapes()).isEmpty();
    }

    @Test
    void readsPlainDataOfEveryKind() throws IOException {
        List<Object> data = Arrays.asList(
                0L,
                255L,
                256L,
                -1L,
                1L << 31,
                Long.MIN_VALUE,
                BigInteger.ONE.shiftLeft(63),
                BigInteger.TEN.pow(100),
                -1.5,
                "Żubr",
                true,
                false,
                null,
                List.of(),
                Map.of("key", List.of(7L)));

        Object read = Unpickler.read(file, ByteBuffer.wrap(PythFile.pickled(data)), new TorchObjects());

        assertThat(read).isEqualTo(data);
    }

    private void assertRead(PickleWriter pickle) throws Exception {
        PythFile.ZIP.write(file, withState(pickle), Map.of());

        assertThat(Allocation.of(
                        () -> assertThat(PythCheckpoint.read(file).shapes()).isEmpty()))
                .isLessThan(MAX_ALLOCATED);
    }

    /** The dict on the stack, with an empty state. */
    private static byte[] withState(PickleWriter pickle) {
        return pickle.text("model_state").value(new LinkedHashMap<>()).raw('s').stop();
    }

    private void assertRefused(byte[] pickle, String... reasons) throws Exception {
        PythFile.ZIP.write(file, pickle, Map.of());

        assertThat(Allocation.of(() -> assertThatThrownBy(() -> PythCheckpoint.read(file))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageStartingWith("cannot read the weights " + file + ": ")
                        .hasMessageContainingAll(reasons)
                        .message()
                        .hasSizeLessThan(800)))
                .isLessThan(MAX_ALLOCATED);
    }

    private static PickleWriter start() {
        return PickleWriter.modern();
    }

    private static PickleWriter storage(String key, long size) {
        return start().raw('(')
                .text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .number(size)
                .raw('t', 'Q');
    }
}
