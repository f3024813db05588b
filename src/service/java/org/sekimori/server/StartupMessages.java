package org.sekimori.server;

/** What a service says while it starts, which takes some seconds: a line for each thing that takes long. */
public final class StartupMessages {

    private StartupMessages() {}

    public static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
