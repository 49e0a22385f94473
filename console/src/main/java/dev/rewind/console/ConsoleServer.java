package dev.rewind.console;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.frames.KafkaFrameArchive;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Shows what happens on the topics, and takes what people say of clips and of sources: a page and a JSON API over HTTP.
 * That apart, it only reads.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final String MOST_REQUEST = "16KB";

    private final ApplicationContext context;
    private final TopicReader reader;
    private final AnswerSender sender;
    private final URI address;

    private ConsoleServer(ApplicationContext context, TopicReader reader, AnswerSender sender, URI address) {
        this.context = context;
        this.reader = reader;
        this.sender = sender;
        this.address = address;
    }

    /**
     * Starts to serve; the broker may come later, or go and come back.
     *
     * @throws PortTakenException if something else listens on the port
     * @throws IllegalArgumentException if the host is not an address of this machine
     * @throws org.apache.kafka.common.KafkaException if the connection's settings cannot be right
     */
    public static ConsoleServer start(KafkaConnection connection, ConsoleSettings settings) {
        requireFreePort(settings);
        Board board = new Board();
        AnswerSender sender = new AnswerSender(connection);
        ClipPictures pictures = new ClipPictures(new KafkaFrameArchive(connection));
        ApplicationContext context = context(settings, board, sender, pictures);
        try {
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            return new ConsoleServer(
                    context, TopicReader.start(connection, board), sender, address(settings, server.getPort()));
        } catch (RuntimeException e) {
            context.close();
            sender.close();
            throw e;
        }
    }

    /** Where a browser on this machine finds the page. */
    public URI address() {
        return address;
    }

    /** Stops listening and reading. */
    @Override
    public void close() {
        context.close();
        reader.close();
        sender.close();
    }

    private static ApplicationContext context(ConsoleSettings settings, Object... parts) {
        Map<String, Object> properties = Map.of(
                "micronaut.application.name",
                "rewind-console",
                "micronaut.server.host",
                settings.host(),
                "micronaut.server.port",
                settings.port() == 0 ? -1 : settings.port(),
                "micronaut.server.max-request-size",
                MOST_REQUEST,
                "micronaut.router.static-resources.page.paths",
                "classpath:dev/rewind/console/page",
                "jackson.serialization.writeDatesAsTimestamps",
                false,
                // Empty lists are written: a reader need not ask whether they are there.
                "jackson.serialization-inclusion",
                "ALWAYS");
        // Nothing is taken from the environment or from files: a stray MICRONAUT_SERVER_PORT must not move the console.
        return ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .properties(properties)
                .singletons(settings)
                .singletons(parts)
                .start();
    }

    private static void requireFreePort(ConsoleSettings settings) {
        // Asked before the server does, which takes every refusal for a taken port and logs it too.
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (IOException e) {
            if (e instanceof BindException && e.getMessage().contains("in use")) {
                throw new PortTakenException(settings, e);
            }
            throw new IllegalArgumentException(
                    "cannot listen on " + settings.host() + ", port " + settings.port() + ": " + e.getMessage()
                            + "; give --host an address of this machine and --port a port you may open",
                    e);
        }
    }

    private static URI address(ConsoleSettings settings, int port) {
        boolean everywhere =
                settings.host().equals("0.0.0.0") || settings.host().equals("::");
        try {
            return new URI("http", null, everywhere ? "localhost" : settings.host(), port, "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the console's host '" + settings.host() + "' makes no address", e);
        }
    }
}
