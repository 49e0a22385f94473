package dev.rewind.ingest.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One decoder process with the few messages that it is ahead; what it takes is looked at while somebody waits for it. */
final class DecoderProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecoderProcess.class);

    /** What a message that waits is counted for at least. */
    private static final int PAGE_BYTES = 4096;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration DEATH = Duration.ofSeconds(5);
    private static final int KILLED = 128 + 9;

    /** @param failure why there are no more messages; null if there is one */
    private record Arrival(Message message, IOException failure) {
        /** How many pages of the room for messages it takes. */
        int pages() {
            return message instanceof Message.Picture picture
                    ? 1 + picture.frame().jpeg().length / PAGE_BYTES
                    : 1;
        }
    }

    private final Process process;
    private final DecoderLimits limits;
    private final Path memory;
    private final StderrText stderr;
    private final Thread pump;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    /** Bounds what waits to as much as one longest message; a process that is further ahead waits in its pipe. */
    private final Semaphore room;

    private Duration cpuBefore = Duration.ZERO;
    private long looked = System.nanoTime();
    private boolean heard;

    private DecoderProcess(Process process, DecoderLimits limits) {
        this.process = process;
        this.limits = limits;
        room = new Semaphore(1 + limits.messageBytes() / PAGE_BYTES);
        memory = Path.of("/proc", Long.toString(process.pid()), "status");
        stderr = new StderrText(process.getErrorStream(), "decoder-stderr-" + process.pid());
        pump = new Thread(this::pump, "decoder-" + process.pid());
        pump.setDaemon(true);
    }

    /** Tells a process what to do, and begins to listen to it. */
    static DecoderProcess talk(Process process, Request request, DecoderLimits limits) {
        DecoderProcess decoder = new DecoderProcess(process, limits);
        decoder.pump.start();
        try {
            request.writeTo(decoder.process.getOutputStream());
        } catch (IOException e) {
            // It ended before it read: that there are no messages, and why, comes out when they are read.
        }
        return decoder;
    }

    /**
     * The next message.
     *
     * @param patience how long to wait
     * @throws DecoderFailure if there is none: it took too long or too much, broke off, or wrote what it must not
     * @throws InterruptedException if this thread was interrupted while it waited
     */
    Message next(Duration patience) throws DecoderFailure, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            lookAtUse();
            long left = Math.min(BETWEEN_LOOKS.toNanos(), deadline - System.nanoTime());
            Arrival arrival = arrivals.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (arrival != null) {
                room.release(arrival.pages());
                if (arrival.message == null) {
                    throw ending(arrival.failure);
                }
                heard = true;
                return arrival.message;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new DecoderFailure("gave nothing for " + patience.toSeconds() + " s, so its decoder was killed");
            }
        }
    }

    /** Reads into the bounded queue until the process ends or is cut off. */
    private void pump() {
        try (var in = process.getInputStream()) {
            MessageReader reader = new MessageReader(in, limits.messageBytes());
            IOException failure = null;
            try {
                for (Optional<Message> next = reader.read(); next.isPresent(); next = reader.read()) {
                    arrive(new Arrival(next.get(), null));
                }
            } catch (IOException e) {
                failure = e;
            }
            arrive(new Arrival(null, failure));
        } catch (IOException | InterruptedException e) {
            // Closed; nobody waits for messages any more.
        }
    }

    private void arrive(Arrival arrival) throws InterruptedException {
        room.acquire(arrival.pages());
        arrivals.put(arrival);
    }

    private void lookAtUse() throws DecoderFailure {
        long now = System.nanoTime();
        if (now - looked < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        looked = now;
        long resident = residentBytes();
        if (resident > limits.memoryBytes()) {
            throw new DecoderFailure("took " + (resident >> 20) + " MiB of memory to decode, more than the "
                    + (limits.memoryBytes() >> 20) + " allowed by --max-decoder-memory, so its decoder was killed");
        }
        Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
        cpuBefore = heard ? cpu : cpuBefore;
        heard = false;
        if (cpu.minus(cpuBefore).compareTo(limits.cpu()) > 0) {
            throw new DecoderFailure("took " + cpu.minus(cpuBefore).toSeconds()
                    + " s of processor time without a picture, so its decoder was killed");
        }
    }

    /** 0 where the system does not tell, which is everywhere but on Linux. */
    private long residentBytes() {
        try (var lines = Files.lines(memory, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private DecoderFailure ending(IOException failure) throws InterruptedException {
        if (failure instanceof ProtocolException) {
            return new DecoderFailure("made its decoder write " + failure.getMessage() + ", so it was killed");
        }
        if (!process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS)) {
            return new DecoderFailure("made its decoder fall silent, so it was killed");
        }
        int code = process.exitValue();
        if (code == KILLED) {
            return new DecoderFailure("lost its decoder: the system killed it, most likely for want of memory");
        }
        String cause = stderr.cause();
        return new DecoderFailure("crashed its decoder (" + (cause.isEmpty() ? "exit code " + code : cause) + ")");
    }

    /** Kills the process if it still runs, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        pump.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("decoder process {} cannot be killed and is left behind", process.pid());
            }
            process.getOutputStream().close();
        } catch (IOException e) {
            // It had not read all of its request.
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
