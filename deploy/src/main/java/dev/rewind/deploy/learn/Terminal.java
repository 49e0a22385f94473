package dev.rewind.deploy.learn;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** Whether a person watches what a command prints. */
final class Terminal {
    private static final int STANDARD_OUTPUT = 1;

    private Terminal() {}

    /** Whether standard output is a terminal; {@link System#console} says no where only the input comes from a file. */
    static boolean isOutput() {
        return Function.getFunction(Platform.C_LIBRARY_NAME, Platform.isWindows() ? "_isatty" : "isatty")
                        .invokeInt(new Object[] {STANDARD_OUTPUT})
                != 0;
    }
}
