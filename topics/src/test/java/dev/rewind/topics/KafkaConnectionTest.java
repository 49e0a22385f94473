package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectionTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPassEveryPropertyOfAFileOn() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol = SASL_SSL\nssl.truststore.password=s3cret\nbootstrap.servers=elsewhere:1\n");

        KafkaConnection connection = KafkaConnection.of("broker:9092").withPropertiesFile(file);

        assertThat(connection.clientSettings())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("ssl.truststore.password", "s3cret"),
                        Map.entry("bootstrap.servers", "broker:9092"));
    }

    @Test
    void shouldLetLaterPropertiesOverrule() {
        KafkaConnection connection = KafkaConnection.of("broker:9092")
                .with(Map.of("linger.ms", "1", "acks", "1"))
                .with(Map.of("linger.ms", "2"));

        assertThat(connection.properties()).containsOnly(Map.entry("linger.ms", "2"), Map.entry("acks", "1"));
    }

    @Test
    void neverPrintsPasswords() {
        KafkaConnection connection = KafkaConnection.of("broker:9092")
                .with(Map.of("sasl.jaas.config", "PlainLoginModule required password=\"s3cret\";"));

        assertThat(connection.toString())
                .contains("broker:9092", "sasl.jaas.config")
                .doesNotContain("s3cret");
    }

    @Test
    void saysWhichPropertiesFileIsMissing() {
        Path missing = folder.resolve("nothing.properties");

        assertThatThrownBy(() -> KafkaConnection.of("broker:9092").withPropertiesFile(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(missing.toString(), "check the path");
    }

    @Test
    void saysWhichPropertiesFileCannotBeRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.properties"), "ssl.key=\\u00zz");

        for (Path unreadable : new Path[] {folder, broken}) {
            assertThatThrownBy(() -> KafkaConnection.of("broker:9092").withPropertiesFile(unreadable))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("cannot read", unreadable.toString(), "name=value");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "broker", "broker:", ":9092", "broker:0", "broker:65536", "a:1,,b:2", "kafka://a:1"})
    void saysWhichAddressIsWrong(String address) {
        assertThatThrownBy(() -> KafkaConnection.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + address + "'", "localhost:9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "a.example:1,b_c:65535", "a:1, b:2", "[::1]:9092"})
    void shouldTakeEveryFormOfAddress(String address) {
        assertThat(KafkaConnection.of(address).clientSettings()).containsEntry("bootstrap.servers", address);
    }
}
