package dev.rewind.deploy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.rewind.deploy.failure.CommandFailure;
import java.net.URL;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What the log shows on the error stream: warnings as one line each, or everything. */
final class Logging {
    private Logging() {}

    /**
     * Sends every library's log to the error stream.
     *
     * @param verbose false for {@code logback.xml}, true for {@code logback-verbose.xml}
     */
    static void configure(boolean verbose) {
        // Before other threads log, or slf4j complains of their haste.
        LoggerFactory.getILoggerFactory();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (verbose) {
            show(Logging.class.getResource("/logback-verbose.xml"));
        }
    }

    private static void show(URL settings) {
        LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(log);
        log.reset();
        try {
            configurator.doConfigure(settings);
        } catch (JoranException e) {
            throw new CommandFailure("cannot set up the log from " + settings + ": " + e.getMessage(), e);
        }
    }
}
