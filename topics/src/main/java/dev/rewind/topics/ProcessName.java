package dev.rewind.topics;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a process is called on {@code progress} that nobody gave a name: after its machine and itself. */
public final class ProcessName {
    private ProcessName() {}

    /** The name of this process: letters, digits, dots, dashes and underscores. */
    public static String here() {
        return of(host(), ProcessHandle.current().pid());
    }

    static String of(String host, long pid) {
        return host.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + pid;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine that does not know its own name
        }
    }
}
