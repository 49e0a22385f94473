package dev.rewind.model.engine;

import java.util.Locale;

/** On what to compute, as the user says it. */
public sealed interface DeviceChoice {
    /** A GPU where the engine can use one, else the CPU. */
    record Automatic() implements DeviceChoice {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** The CPU, whatever else there is. */
    record Cpu() implements DeviceChoice {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /**
     * One GPU, or an error.
     *
     * @param index of several, from 0
     */
    record Gpu(int index) implements DeviceChoice {
        public Gpu {
            if (index < 0) {
                throw new IllegalArgumentException("GPUs count from 0, but was given " + index);
            }
        }

        @Override
        public String toString() {
            return "gpu:" + index;
        }
    }

    /** A GPU where the engine can use one, else the CPU. */
    static DeviceChoice automatic() {
        return new Automatic();
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code cuda} for the first GPU, {@code gpu:1} or {@code cuda:1} for
     * another.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static DeviceChoice of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches("(gpu|cuda)(:\\d{1,3})?")) {
            int colon = lower.indexOf(':');
            return new Gpu(colon < 0 ? 0 : Integer.parseInt(lower.substring(colon + 1)));
        }
        return switch (lower) {
            case "auto" -> new Automatic();
            case "cpu" -> new Cpu();
            default ->
                throw new IllegalArgumentException(
                        "there is no device '" + name + "'; choose auto, cpu, gpu, or gpu:1 for the second of several");
        };
    }
}
