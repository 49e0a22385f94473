package dev.rewind.model.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Safetensors.write(file, tensors());

        Map<String, Tensor> read = Safetensors.read(file);

        assertThat(read.keySet()).containsExactly("b.weight", "a.bias", "scale");
        tensors().forEach((name, tensor) -> {
            assertThat(read.get(name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(read.get(name).values()).as(name).isEqualTo(tensor.values());
        });
    }

    @Test
    void writesWhatTheFormatSays() throws IOException {
        Safetensors.write(file, tensors());

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(json);
        JsonNode header = new ObjectMapper().readTree(json);
        int data = bytes.position();
        assertThat(data % 8).as("alignment of the data").isZero();
        assertThat((char) json[0]).isEqualTo('{');
        assertThat(header.get("b.weight")).hasToString("{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
        assertThat(header.get("a.bias")).hasToString("{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}");
        assertThat(header.get("scale")).hasToString("{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[32,36]}");
        assertThat(bytes.remaining()).isEqualTo(36);
        assertThat(bytes.getFloat(data + 4)).isEqualTo(-2.5f);
        assertThat(bytes.getFloat(data + 28)).isEqualTo(Float.MIN_VALUE);
        assertThat(bytes.getFloat(data + 32)).isEqualTo(9f);
    }

    @Test
    void passesOverMetadata() throws IOException {
        writeRaw("{\"__metadata__\":{\"format\":\"pt\"}," + entry("a", "F32", "[1]", "[0,4]") + "}", 4);

        assertThat(Safetensors.read(file).keySet()).containsExactly("a");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Files.write(file, new byte[0]);

        assertRefused("it has only 0 bytes");
    }

    @ParameterizedTest
    @MethodSource("lyingHeaderLengths")
    void refusesAHeaderLengthThatLies(long claimed) throws IOException {
        byte[] json = "{}      ".getBytes(UTF_8);
        Files.write(file, bytes(claimed, json, 0));

        assertRefused("header claims " + claimed + " bytes");
    }

    static Stream<Long> lyingHeaderLengths() {
        return Stream.of(9L, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0L);
    }

    @ParameterizedTest
    @MethodSource("headersThatAreNone")
    void refusesAHeaderThatIsNoJsonObject(String header, String reason) throws IOException {
        writeRaw(header, 0);

        assertRefused(reason);
    }

    static Stream<Arguments> headersThatAreNone() {
        return Stream.of(
                Arguments.of("not JSON at all", "no JSON"),
                Arguments.of("{\"a\":", "no JSON"),
                Arguments.of("{} {}", "no JSON"),
                Arguments.of("[".repeat(100_000), "no JSON"),
                Arguments.of("[1, 2]", "no JSON object"),
                Arguments.of("        ", "no JSON object"),
                Arguments.of(
                        "{" + entry("twice", "F32", "[1]", "[0,4]") + "," + entry("twice", "F32", "[1]", "[4,8]") + "}",
                        "Duplicate field 'twice'"));
    }

    @ParameterizedTest
    @MethodSource("damagedTensors")
    void namesTheTensorItRefuses(String entry, String reason) throws IOException {
        writeRaw("{" + entry("good", "F32", "[2]", "[0,8]") + ",\"bad\":" + entry + "}", 24);

        assertRefused("tensor 'bad'", reason);
    }

    static Stream<Arguments> damagedTensors() {
        return Stream.of(
                Arguments.of(value("F16", "[4]", "[8,16]"), "F16"),
                Arguments.of(value("F32", "[0]", "[8,8]"), "impossible shape"),
                Arguments.of(value("F32", "[-4]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[-2,-2]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[1.5]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[\"4\"]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[4294967296,4294967296,4]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[9223372036854775807]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "[99999999999999999999]", "[8,24]"), "impossible shape"),
                Arguments.of(value("F32", "4", "[8,24]"), "no shape"),
                Arguments.of(value("F32", "[3]", "[8,24]"), "of 12 bytes claims the range [8,24]"),
                Arguments.of(value("F32", "[8]", "[8,40]"), "end by 24"),
                Arguments.of(value("F32", "[500000000]", "[8,2000000008]"), "end by 24"),
                Arguments.of(value("F32", "[4]", "[-8,8]"), "begin at 8"),
                Arguments.of(value("F32", "[4]", "[0,16]"), "begin at 8"),
                Arguments.of(value("F32", "[3]", "[12,24]"), "begin at 8"),
                Arguments.of(value("F32", "[3]", "[10,22]"), "begin at 8"),
                Arguments.of(value("F32", "[4]", "[24,8]"), "begin at 8"),
                Arguments.of(value("F32", "[4]", "[8,-9223372036854775808]"), "[8,-9223372036854775808]"),
                Arguments.of(value("F32", "[4]", "[8]"), "range [8]"),
                Arguments.of(value("F32", "[4]", "\"8,24\""), "range \"8,24\""),
                Arguments.of("7", "has type none"),
                Arguments.of("{}", "has type none"));
    }

    @Test
    void refusesBytesThatBelongToNoTensor() throws IOException {
        writeRaw("{" + entry("a", "F32", "[1]", "[0,4]") + "}", 8);

        assertRefused("end at byte 4 of 8");
    }

    @Test
    void refusesAFileCutOffAtAnyByte() throws IOException {
        Safetensors.write(file, tensors());
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("");
        }
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot read the weights " + file + ": ")
                .hasMessageContainingAll(reasons);
    }

    private void writeRaw(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(UTF_8);
        Files.write(file, bytes(json.length, json, dataBytes));
    }

    private static byte[] bytes(long headerLength, byte[] header, int dataBytes) {
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .array();
    }

    private static String entry(String name, String type, String shape, String range) {
        return "\"" + name + "\":" + value(type, shape, range);
    }

    private static String value(String type, String shape, String range) {
        return "{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + range + "}";
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", tensor(List.of(2L, 3L), 1.5f, -2.5f, 3, 0, -0f, Float.MAX_VALUE));
        tensors.put("a.bias", tensor(List.of(2L), 7, Float.MIN_VALUE));
        tensors.put("scale", tensor(List.of(), 9));
        return tensors;
    }

    private static Tensor tensor(List<Long> shape, float... values) {
        return new Tensor(shape.stream().mapToLong(Long::longValue).toArray(), FloatBuffer.wrap(values));
    }
}
