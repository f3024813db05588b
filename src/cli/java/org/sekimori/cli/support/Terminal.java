package org.sekimori.cli.support;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether output goes to a terminal. {@link System#console()} tells on JDK 17 to 21, where it is null if input or output is
 * redirected; JDK 22 to 24 always return one, which then has {@code isTerminal}, as later ones do.
 */
public final class Terminal {

    private static final Path ERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether standard output is a terminal. */
    public static boolean out() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Whether standard error is one, too: checked on Linux, elsewhere assumed to equal standard output. */
    static boolean err() {
        return out() && isTerminal(ERR);
    }

    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java does not say whether it has a terminal", e);
        }
    }

    private static boolean isTerminal(Path descriptor) {
        @Nullable String device = device(descriptor);
        return device == null
                || device.startsWith("/dev/pts/")
                || device.startsWith("/dev/tty")
                || device.equals("/dev/console");
    }

    /** Target of a file descriptor; null where the system does not tell. */
    private static @Nullable String device(Path descriptor) {
        if (!Files.isSymbolicLink(descriptor)) {
            return null;
        }
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Not allowed to look; then the console's word counts.
            return null;
        }
    }
}
