package org.sekimori.rig;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds ports that nobody listens on. They lie below the range from which Linux takes the ports of outgoing connections
 * (32768 and up), so that none of those can take one away between here and the start of the server.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int BOUND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** This many different ports, each free on every address of the machine, IPv4 and IPv6. */
    public static List<Integer> free(int count) {
        RandomGenerator random = RandomGenerator.getDefault();
        List<Integer> found = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
            int port = random.nextInt(LOWEST, BOUND);
            if (!found.contains(port) && isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports between " + LOWEST + " and " + BOUND);
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
