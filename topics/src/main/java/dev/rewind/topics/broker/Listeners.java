package dev.rewind.topics.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two sockets a broker listens on, bound before Kafka starts: a taken port is told at once, and no other program can
 * take a free one in between.
 */
record Listeners(ServerSocketChannel broker, ServerSocketChannel controller)
        implements ServerSocketFactory, AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final int BACKLOG = 50;

    static Listeners bind(int port) {
        ServerSocketChannel broker = bound(port);
        try {
            return new Listeners(broker, bound(0));
        } catch (BrokerStartException e) {
            close(broker);
            throw e;
        }
    }

    int port() {
        return broker.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    /** Hands Kafka the socket bound to the address it asks for. */
    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
        return address.getPort() == port() ? broker : controller;
    }

    @Override
    public void close() {
        close(broker);
        close(controller);
    }

    private static ServerSocketChannel bound(int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            if (channel != null) {
                close(channel);
            }
            throw new BrokerStartException(
                    "the broker cannot listen on " + HOST + ":" + port + " (" + e.getMessage()
                            + "); stop the program that uses the port, or choose another port",
                    e);
        }
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the broker's socket " + channel, e);
        }
    }
}
