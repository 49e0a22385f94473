package dev.rewind.deploy.health;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A part of the process that is asked how it is. Both answers come at once and ask no broker.
 *
 * @param name such as {@code inference}
 * @param failure why it has stopped for good, so that the process should be started again; empty while it has not
 * @param unreadiness why it does nothing useful at the moment; empty while it does
 */
record Role(String name, Supplier<Optional<String>> failure, Supplier<Optional<String>> unreadiness) {}
