package org.sekimori.server;

/** Progress messages of a start, which takes some seconds. */
public final class StartupMessages {

    private StartupMessages() {}

    public static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
