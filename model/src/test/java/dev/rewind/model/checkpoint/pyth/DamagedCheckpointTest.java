package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a file, it is read or refused: no other error, and no memory beyond its size. */
class DamagedCheckpointTest {
    private static final int ROUNDS = 2000;
    private static final int MAX_ALLOCATED = 4 << 20;

    @TempDir
    Path folder;

    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource
    void refusesAFileCutOffAtAnyByte(PythFile format) throws IOException {
        Path file = folder.resolve("whole");
        format.write(file, checkpoint());
        byte[] whole = Files.readAllBytes(file);
        load(file);

        for (int length = 0; length < whole.length; length++) {
            Path cut = folder.resolve("cut");
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> load(cut))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(CheckpointException.class);
            Files.delete(cut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOrRefusesAFileOfWhichBytesChanged(PythFile format) throws Exception {
        Path file = folder.resolve("whole");
        format.write(file, checkpoint());
        byte[] whole = Files.readAllBytes(file);

        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path changed = folder.resolve("changed");
            Files.write(changed, changed(whole));
            refused += refusals(changed);
        }

        assertThat(refused).isBetween(1, ROUNDS);
    }

    /** With the right checksum, so that the pickle is looked at. */
    @Test
    void readsOrRefusesAPickleOfWhichBytesChanged() throws Exception {
        PickleWriter writer = PickleWriter.modern().value(checkpoint());
        byte[] pickle = writer.stop();

        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve("changed");
            PythFile.ZIP.write(file, changed(pickle), writer.tensors());
            refused += refusals(file);
        }

        assertThat(refused).isBetween(1, ROUNDS - 1);
    }

    @Test
    void readsOrRefusesOpcodesInAnyOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            PickleWriter pickle = PickleWriter.modern();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                randomOperation(pickle);
            }
            Path file = folder.resolve("random");
            PythFile.ZIP.write(file, pickle.stop(), Map.of());
            refusals(file);
        }
    }

    private void randomOperation(PickleWriter pickle) {
        String simple = "(N)]}aesut" + "RbQ\u0085\u0086\u0087\u0088\u0094\u0093";
        switch (random.nextInt(8)) {
            case 0 -> pickle.global("torch._utils", "_rebuild_tensor_v2");
            case 1 -> pickle.global("collections", "OrderedDict");
            case 2 -> pickle.text(random.nextBoolean() ? "model_state" : "storage");
            case 3 -> pickle.number(random.nextLong() >> random.nextInt(64));
            case 4 -> pickle.raw('h', random.nextInt(8));
            default -> pickle.raw(simple.charAt(random.nextInt(simple.length())));
        }
    }

    private byte[] changed(byte[] whole) {
        byte[] changed = whole.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
        }
        return changed;
    }

    /** One if the file is refused, none if it is read; anything else fails. */
    private static int refusals(Path file) throws Exception {
        int[] refused = {0};
        long allocated = Allocation.of(() -> {
            try {
                load(file);
            } catch (CheckpointException e) {
                refused[0] = 1;
            } catch (Exception | Error e) {
                fail("neither read nor refused: " + Arrays.toString(Files.readAllBytes(file)), e);
            }
        });
        assertThat(allocated).isLessThan(MAX_ALLOCATED);
        Files.delete(file); // some file systems take milliseconds to write over a file, but not to make one
        return refused[0];
    }

    private static void load(Path file) throws IOException {
        PythCheckpoint checkpoint = PythCheckpoint.read(file);
        checkpoint.tensors(checkpoint.shapes(), Set.of());
    }

    private static Map<String, Object> checkpoint() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("norm.weight", SavedTensor.of("0", new long[] {3}, 1, 2, 3));
        SavedTensor matrix = SavedTensor.of("1", new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        state.put("head.weight", matrix.seenAs(0, new long[] {3, 2}, new long[] {1, 3}));
        state.put("tied", matrix);
        Map<String, Object> checkpoint = new LinkedHashMap<>();
        checkpoint.put("epoch", 3);
        checkpoint.put("model_state", state);
        checkpoint.put("optimizer_state", Map.of("exp_avg", SavedTensor.zeros("2", new long[] {2, 3})));
        checkpoint.put("cfg", "MODEL:\n  ARCH: mvit\n");
        return checkpoint;
    }
}
