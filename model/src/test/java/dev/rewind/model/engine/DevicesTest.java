package dev.rewind.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    private static final DeviceChoice AUTO = DeviceChoice.automatic();
    private static final Devices NOTHING = new Devices(0, false, false);

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"auto, auto", "CPU, cpu", "gpu, gpu:0", "cuda, gpu:0", "cuda:1, gpu:1", "gpu:12, gpu:12"})
    void readsWhatUsersWrite(String written, String meant) {
        assertThat(DeviceChoice.of(written)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu", "gpu:", "gpu:-1", "gpu:1234", "cuda1"})
    void refusesWhatIsNoDevice(String written) {
        assertThatThrownBy(() -> DeviceChoice.of(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + written + "'")
                .hasMessageContaining("auto, cpu, gpu");
    }

    @Test
    void takesAGpuByItselfOnlyWhereOneCanBeUsed() {
        assertThat(new Devices(2, true, true).chosen(AUTO)).isEqualTo(Device.gpu(0));
        assertThat(new Devices(2, true, true).chosen(new DeviceChoice.Gpu(1))).isEqualTo(Device.gpu(1));
        assertThat(new Devices(2, true, true).chosen(new DeviceChoice.Cpu())).isEqualTo(Device.cpu());
        assertThat(NOTHING.chosen(AUTO)).isEqualTo(Device.cpu());
    }

    @Test
    void namesTheCureWhenTheGpuAskedForCannotBeUsed() {
        DeviceChoice gpu = new DeviceChoice.Gpu(0);

        assertRefuses(NOTHING, gpu, "no NVIDIA driver");
        assertRefuses(new Devices(0, false, true), gpu, "PYTORCH_FLAVOR=cu128");
        assertRefuses(new Devices(0, true, true), gpu, "nvidia-smi");
        assertRefuses(new Devices(2, true, true), new DeviceChoice.Gpu(2), "gpu:0 to gpu:1");
    }

    private static void assertRefuses(Devices devices, DeviceChoice choice, String cure) {
        assertThatThrownBy(() -> devices.chosen(choice))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(choice.toString())
                .hasMessageContaining(cure);
    }

    @Test
    void warnsOfAGpuThatStaysIdleAndOfNothingElse() {
        assertThat(NOTHING.idleGpu()).isEmpty();
        assertThat(new Devices(1, true, true).idleGpu()).isEmpty();
        assertThat(new Devices(0, false, true).idleGpu())
                .get()
                .asString()
                .contains("CPU COMPUTES")
                .contains("PYTORCH_LIBRARY_PATH")
                .contains("--device cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc/driver/nvidia/version", "dev/nvidia0", "Windows/System32/nvcuda.dll"})
    void knowsAGpuByTheFilesOfItsDriver(String file) throws IOException {
        assertThat(Devices.hasGpu(root)).isFalse();

        Files.createDirectories(root.resolve(file).getParent());
        Files.createFile(root.resolve(file));

        assertThat(Devices.hasGpu(root)).isTrue();
    }

    @Test
    void givesOneManagerForEachDevice() {
        assertThat(Torch.manager(new DeviceChoice.Cpu()).getDevice()).isEqualTo(Device.cpu());
        assertThat(Torch.manager(new DeviceChoice.Cpu())).isSameAs(Torch.manager(DeviceChoice.of("cpu")));
        assertThat(Torch.manager(AUTO)).isSameAs(Torch.manager());
    }
}
