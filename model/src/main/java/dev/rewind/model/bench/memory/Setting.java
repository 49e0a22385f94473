package dev.rewind.model.bench.memory;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.step.StepPeak;
import dev.rewind.model.bench.step.StepSettings;
import java.util.Locale;

/**
 * What was measured on what, and how.
 *
 * @param model the network's name
 * @param dtype number format of the products
 * @param slice clips that a layer takes at a time in the reversible mode; null for as many as are fastest
 * @param streams how that mode carries its streams, {@code float} or {@code fixed}
 * @param threads of one operation
 * @param device such as {@code cpu}
 * @param engine such as {@code PyTorch 2.7.1}
 * @param java such as {@code 17.0.9}
 * @param measured how, in words
 */
public record Setting(
        String model,
        String dtype,
        Integer slice,
        String streams,
        int threads,
        String device,
        String engine,
        String java,
        String measured) {
    static Setting of(BenchNetwork network, StepSettings settings, StepPeak peak) {
        return new Setting(
                network.name(),
                settings.dtype().name().toLowerCase(Locale.ROOT),
                settings.slice(),
                settings.streams().name().toLowerCase(Locale.ROOT),
                settings.threads(),
                peak.device(),
                peak.engine(),
                System.getProperty("java.version"),
                peak.method());
    }
}
