package dev.rewind.model.bench.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The pages of this process that lie in memory, as Linux counts them. */
final class ResidentPeak implements PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String FORGET_PEAK = "5";
    private static final int KIBIBYTE = 1024;

    private ResidentPeak() {}

    /** Empty where the system keeps no such books, or lets nobody begin a new page. */
    static Optional<PeakMemory> find() {
        try {
            ResidentPeak resident = new ResidentPeak();
            resident.forget();
            resident.read("VmHWM");
            return Optional.of(resident);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public long of(Runnable work) {
        System.gc(); // or native memory of arrays that are garbage would be given back halfway
        FreedMemory.giveBack();
        try {
            forget();
            long before = read("VmRSS");
            work.run();
            return Math.max(0, read("VmHWM") - before);
        } catch (IOException e) {
            throw new UncheckedIOException(STATUS + " could be read before, but not now: " + e.getMessage(), e);
        }
    }

    @Override
    public String method() {
        return "what lies in memory (VmHWM)";
    }

    /** Makes the peak what there is now. */
    private void forget() throws IOException {
        Files.writeString(CLEAR, FORGET_PEAK, StandardOpenOption.WRITE);
    }

    private long read(String field) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(field + ":"))
                .findFirst()
                .map(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
                .orElseThrow(() -> new IOException("there is no " + field));
    }
}
