package dev.rewind.model.checkpoint.published;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One file on its way over HTTP. Unlike the JDK's own timeouts, the one here also notices a body that stands still. */
final class Download {
    private static final int OK = 200;
    private static final long LOOK_MILLIS = 250;

    private final URI source;
    private final Limits limits;
    private final String advice;
    private final AtomicLong received = new AtomicLong();
    private volatile long total = -1;

    /**
     * What a server may ask of us.
     *
     * @param bytes the largest file
     * @param silence the longest time without a byte
     */
    record Limits(long bytes, Duration silence) {}

    /** A download from there; the advice says what to do when it fails. */
    Download(URI source, Limits limits, String advice) {
        this.source = source;
        this.limits = limits;
        this.advice = advice;
    }

    /**
     * Writes the file, and returns when all of it is there.
     *
     * @param target is written from its beginning; what a failed download left there is the caller's to delete
     * @param progress is told on this thread what has come
     * @throws DownloadException if it does not come whole
     * @throws IOException if it cannot be written
     */
    void to(Path target, PublishedCheckpoint.Progress progress) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(limits.silence)
                .proxy(ProxySelector.getDefault())
                .build();
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            CompletableFuture<HttpResponse<Void>> response =
                    client.sendAsync(HttpRequest.newBuilder(source).build(), answer -> body(answer, file));
            try {
                await(response, progress);
            } finally {
                response.cancel(true);
            }
        }
    }

    private HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo answer, FileChannel file) {
        if (answer.statusCode() != OK) {
            return HttpResponse.BodySubscribers.replacing(null);
        }
        total = answer.headers().firstValueAsLong("content-length").orElse(-1);
        return new Body(file);
    }

    private void await(CompletableFuture<HttpResponse<Void>> response, PublishedCheckpoint.Progress progress) {
        long seen = 0;
        long heard = System.nanoTime();
        while (true) {
            try {
                int status = response.get(LOOK_MILLIS, TimeUnit.MILLISECONDS).statusCode();
                if (status != OK) {
                    throw failed("the server answered " + status, null);
                }
                progress.received(received.get(), total);
                return;
            } catch (TimeoutException e) {
                long now = received.get();
                if (now > seen) {
                    seen = now;
                    heard = System.nanoTime();
                    progress.received(now, total);
                } else if (System.nanoTime() - heard > limits.silence.toNanos()) {
                    throw failed("nothing came for " + limits.silence.toMillis() / 1000.0 + " s " + soFar(), e);
                }
            } catch (ExecutionException e) {
                throw failed(reason(e.getCause()), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("it was interrupted " + soFar(), e);
            }
        }
    }

    DownloadException failed(String problem, Throwable cause) {
        return new DownloadException(source, problem + "; " + advice, cause);
    }

    private String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "nobody here knows the host " + source.getHost() + "; is there internet?";
            }
        }
        if (failure instanceof ConnectException || failure instanceof HttpTimeoutException) {
            return "no connection to " + source.getHost() + "; is there internet?";
        }
        return "it broke off " + soFar() + ": " + failure.getMessage();
    }

    private String soFar() {
        return "after " + received + (total < 0 ? "" : " of " + total) + " bytes";
    }

    /** Writes what comes, as it comes. */
    private final class Body implements HttpResponse.BodySubscriber<Void> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final FileChannel file;
        private Flow.Subscription subscription;

        Body(FileChannel file) {
            this.file = file;
        }

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            subscription = granted;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            try {
                for (ByteBuffer piece : pieces) {
                    if (Math.max(received.addAndGet(piece.remaining()), total) > limits.bytes) {
                        throw new IOException("more than " + limits.bytes + " bytes are not taken");
                    }
                    while (piece.hasRemaining()) {
                        file.write(piece);
                    }
                }
                subscription.request(1);
            } catch (IOException e) {
                subscription.cancel();
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
