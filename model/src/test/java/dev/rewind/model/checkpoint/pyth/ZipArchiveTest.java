package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives through the eyes of who imports them. */
class ZipArchiveTest {
    private static final int MAX_ALLOCATED = 8 << 20;
    private static final String PICKLE = "archive/data.pkl";
    private static final String STORAGE = "archive/data/0";
    private static final SavedTensor TENSOR = SavedTensor.of("0", new long[] {4}, 1, 2, 3, 4);
    private static final byte[] DATA = TENSOR.data().array();
    private static final int DEFLATED = 8;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("weights.pyth");
    }

    @FunctionalInterface
    private interface Filling {
        void into(ZipWriter zip) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsSmallAndLargeArchives(boolean zip64) throws IOException {
        try (ZipWriter zip = new ZipWriter(file, zip64)) {
            zip.stored("archive/byteorder", ascii("little"))
                    .stored(PICKLE, pickle(TENSOR))
                    .stored(STORAGE, DATA);
        }

        assertThat(tensor().values()).isEqualTo(TENSOR.data().asFloatBuffer());
    }

    @Test
    void readsWhatSomebodyPackedAgain() throws IOException {
        write(zip -> zip.deflated(PICKLE, pickle(TENSOR)).deflated(STORAGE, DATA));

        assertThat(tensor().values()).isEqualTo(TENSOR.data().asFloatBuffer());
    }

    @ParameterizedTest
    @MethodSource("lyingArchives")
    void refusesAnArchiveThatLies(Filling filling, String reason) throws Exception {
        write(filling);

        assertRefused(reason);
    }

    static Stream<Arguments> lyingArchives() {
        byte[] mebibyte = new byte[1 << 20];
        SavedTensor tebibyte = TENSOR.claiming(1L << 38);
        ByteBuffer data = ByteBuffer.wrap(DATA);
        return Stream.of(
                lie(zip -> zip.stored(PICKLE, pickle(TENSOR)), "it has no entry 'archive/data/0'"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).stored(STORAGE, new byte[12]),
                        "has 12 bytes, but should have 16"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).stored(STORAGE, new byte[20]),
                        "has 20 bytes, but should have 16"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(tebibyte)).stored(STORAGE, DATA),
                        "has 16 bytes, but should have 1099511627776"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).entry(STORAGE, 0, 7, data, 16),
                        "checksum of entry 'archive/data/0' is wrong"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).entry(STORAGE, 0, 0, data, 1 << 30),
                        "claims 1073741824 bytes out of 16 by method 0"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).entry(STORAGE, 12, 0, data, 16),
                        "claims 16 bytes out of 16 by method 12"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).entry(STORAGE, DEFLATED, 0, data, 16),
                        "cannot be unpacked"),
                // A bomb that says truly what it unpacks to, one that exaggerates, those that say too little and too
                // much, and one that nothing could pack so
                // small.
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).deflated(STORAGE, new byte[65 << 20]),
                        "claims 68157440 bytes out of"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).deflated(STORAGE, mebibyte, 1 << 30),
                        "claims 1073741824 bytes out of"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).deflated(STORAGE, mebibyte, 16),
                        "does not unpack to the 16 bytes"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).deflated(STORAGE, new byte[8], 16),
                        "does not unpack to the 16 bytes"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).deflated(STORAGE, new byte[8], 64 << 20),
                        "claims 67108864 bytes out of"),
                lie(zip -> zip.deflated(PICKLE, new byte[20 << 20]), "its pickle has 20971520 bytes"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR))
                                .stored(STORAGE, DATA)
                                .stored(STORAGE, DATA),
                        "entry 'archive/data/0' is there twice"),
                lie(
                        zip -> zip.stored(PICKLE, pickle(TENSOR)).stored("other/data.pkl", pickle(TENSOR)),
                        "with 2 files FOLDER/data.pkl"),
                lie(zip -> zip.stored("data.pkl", pickle(TENSOR)), "with 0 files FOLDER/data.pkl"),
                lie(zip -> zip.stored("../../etc/data.pkl", pickle(TENSOR)), "with 0 files FOLDER/data.pkl"),
                lie(
                        zip -> zip.stored("archive/byteorder", ascii("big")).stored(PICKLE, pickle(TENSOR)),
                        "not little-endian"),
                lie(
                        zip -> zip.stored("archive/byteorder", ascii("biggie")).stored(PICKLE, pickle(TENSOR)),
                        "not little-endian"),
                lie(
                        zip -> zip.stored(PICKLE, new byte[] {(byte) 0x80, 2, '}', '.', 0}),
                        "its pickle is followed by 1 bytes"),
                lie(zip -> zip.stored(PICKLE, new byte[0]), "it is cut off"),
                lie(zip -> zip.stored(PICKLE, new byte[] {'P', 'K', 3, 4}), "it does not begin as one"),
                lie(zip -> zip.stored(PICKLE, pickle(TENSOR)).finish(3), "its directory is no directory at byte "),
                lie(zip -> zip.stored(PICKLE, pickle(TENSOR)).finish(0), "does not hold the 0 entries that it claims"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 2, 1L << 31, Long.MAX_VALUE})
    void refusesADirectoryThatLiesAboutItsEntries(long claimed) throws Exception {
        new ZipWriter(file, true).stored(PICKLE, pickle(TENSOR)).finish(claimed);

        assertRefused("its directory ");
    }

    /** Only the archive is searched for a name, so that it can be whatever it likes. */
    @Test
    void looksUpNamesInTheArchiveOnly() throws IOException {
        Files.write(folder.resolve("0"), DATA);
        SavedTensor outside = SavedTensor.of("../../0", new long[] {4}, 1, 2, 3, 4);
        write(zip -> zip.stored("../data.pkl", pickle(outside)));

        assertThatThrownBy(this::tensor).hasMessageContaining("it has no entry '../data/../../0'");
    }

    @Test
    void readsAnArchiveOfManyEntries() throws Exception {
        write(zip -> {
            zip.stored(PICKLE, pickle(TENSOR)).stored(STORAGE, DATA);
            for (int i = 0; i < 30_000; i++) {
                zip.stored("archive/extra/" + i, new byte[0]);
            }
        });

        assertThat(Allocation.of(this::tensor)).isLessThan(10 * Files.size(file));
    }

    @Test
    void refusesAnEncryptedEntry() throws Exception {
        write(zip -> zip.stored(PICKLE, pickle(TENSOR)));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(bytes.length - 6);
        zip.putShort(directory + 8, (short) 1);
        Files.write(file, bytes);

        assertRefused("entry 'archive/data.pkl' is encrypted");
    }

    @ParameterizedTest
    @CsvSource({
        "1, entry 'archive/data.pkl' has no header at 1",
        "5, entry 'archive/data.pkl' has no header at 5",
        "1073741824, the header of 'archive/data.pkl' should have 30 bytes at 1073741824",
        "-2, the header of 'archive/data.pkl' should have 30 bytes at 4294967294"
    })
    void refusesAnEntryThatIsNotWhereItShouldBe(int header, String reason) throws Exception {
        write(zip -> zip.stored(PICKLE, pickle(TENSOR)));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(zip.getInt(bytes.length - 6) + 42, header);
        Files.write(file, bytes);

        assertRefused(reason);
    }

    @Test
    void refusesAnArchiveWithoutADirectory() throws Exception {
        Files.write(file, new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});

        assertRefused("it has no directory");
    }

    private void write(Filling filling) throws IOException {
        ZipWriter zip = new ZipWriter(file);
        filling.into(zip);
        zip.close();
    }

    private void assertRefused(String reason) throws Exception {
        assertThat(Allocation.of(() -> assertThatThrownBy(this::tensor)
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageStartingWith("cannot read the weights " + file + ": ")
                        .hasMessageContaining(reason)))
                .isLessThan(MAX_ALLOCATED);
    }

    private Tensor tensor() throws IOException {
        PythCheckpoint checkpoint = PythCheckpoint.read(file);
        return checkpoint.tensors(checkpoint.shapes(), Set.of()).get("a");
    }

    private static Arguments lie(Filling filling, String reason) {
        return Arguments.of(filling, reason);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] pickle(SavedTensor tensor) {
        return PythFile.pickled(Map.of("model_state", Map.of("a", tensor)));
    }
}
