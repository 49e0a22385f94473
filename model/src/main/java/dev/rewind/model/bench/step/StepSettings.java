package dev.rewind.model.bench.step;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.rewind.model.Compute;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.StreamFormat;
import dev.rewind.model.network.WalkSettings;
import dev.rewind.model.network.WalkSettings.Ways;
import java.util.OptionalInt;

/**
 * How to train a step.
 *
 * @param mode by which way back
 * @param device where
 * @param dtype number format of the products
 * @param batch clips of one step
 * @param slice clips that a layer takes at a time in {@link Mode#REVERSIBLE}; null for as many as are fastest
 * @param streams how that mode carries its streams
 * @param threads of one operation
 * @param runs how often its time is measured
 */
public record StepSettings(
        Mode mode,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = ByName.class) DeviceChoice device,
        Dtype dtype,
        int batch,
        Integer slice,
        StreamFormat streams,
        int threads,
        int runs) {
    public StepSettings {
        if (batch < 1 || threads < 1 || runs < 1) {
            throw new IllegalArgumentException(
                    "batch, threads and runs start at 1, but were " + batch + ", " + threads + " and " + runs);
        }
    }

    /** The same in another mode. */
    public StepSettings in(Mode other) {
        return new StepSettings(other, device, dtype, batch, slice, streams, threads, runs);
    }

    /** The same with another batch. */
    public StepSettings withBatch(int clips) {
        return new StepSettings(mode, device, dtype, clips, slice, streams, threads, runs);
    }

    /**
     * The way back through a network.
     *
     * @throws IllegalArgumentException if the network cannot go it, or a slice is empty
     */
    public Backpropagation backpropagation(Network network) {
        return mode == Mode.ORDINARY ? Backpropagation.ordinary(network) : Backpropagation.reversible(network, walk());
    }

    /** How the reversible mode walks. */
    WalkSettings walk() {
        return new WalkSettings(slice(slice), streams, Ways.FASTEST);
    }

    private static OptionalInt slice(Integer clips) {
        return clips == null ? OptionalInt.empty() : OptionalInt.of(clips);
    }

    /** Always the fast kernels: those that train. */
    Compute compute() {
        return new Compute(device, Compute.Kind.FAST, dtype);
    }

    static final class ByName extends StdConverter<String, DeviceChoice> {
        @Override
        public DeviceChoice convert(String name) {
            return DeviceChoice.of(name);
        }
    }
}
