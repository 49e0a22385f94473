package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.Compute;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class ServingComputeOptionsTest {
    @Test
    void takesWhatIsThereOnceWhereNothingIsSaid() {
        assertThat(computes()).containsExactly(Compute.exact());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--device gpu | gpu:0",
                "--device gpu:0,gpu:1 | gpu:0, gpu:1",
                "--device cuda:1 --device cpu | gpu:1, cpu",
                "--device cpu,cpu | cpu, cpu"
            })
    void takesOneDeviceOrSeveralInTheirOrder(String line, String devices) {
        assertThat(computes(line.split(" ")))
                .extracting(compute -> compute.device().toString())
                .containsExactly(devices.split(", "));
    }

    @Test
    void computesAlikeOnEachDevice() {
        assertThat(computes("--device", "gpu:0,gpu:1", "--dtype", "bf16"))
                .containsExactly(
                        new Compute(new DeviceChoice.Gpu(0), Compute.Kind.FAST, Dtype.BF16),
                        new Compute(new DeviceChoice.Gpu(1), Compute.Kind.FAST, Dtype.BF16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu:0,tpu", "gpu:0,,cpu", "", "gpu:0;gpu:1"})
    void refusesWhatIsNoDevice(String devices) {
        assertThatThrownBy(() -> computes("--device", devices))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("auto, cpu, gpu");
    }

    @Test
    void refusesNoDeviceAtAll() {
        assertThatThrownBy(() -> computes("--device", ","))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--device");
    }

    private static List<Compute> computes(String... line) {
        Options options = new Options();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line);
        return options.compute.computes();
    }

    @Command
    private static final class Options {
        @Mixin
        private ServingComputeOptions compute;
    }
}
