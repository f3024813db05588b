package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Postfix's policy delegation protocol.
 *
 * @param stage protocol state of the requests
 */
record PolicyLoadProtocol(PolicyStage stage) implements LoadProtocol {

    private static final String ACTION = "action=";

    @Override
    public void writeGreeting(ByteBuffer into) {
        // The first octets are a request's.
    }

    @Override
    public void writeRequest(LoadSubmission submission, ByteBuffer into) {
        submission.writeRequest(stage, into);
    }

    /** The first word of the action, such as {@code DUNNO}. */
    @Override
    public @Nullable String answer(ByteBuffer received) {
        int end = received.position();
        if (end < 2 || received.get(end - 1) != '\n' || received.get(end - 2) != '\n') {
            return null;
        }
        String line = new String(received.array(), 0, end, StandardCharsets.US_ASCII);
        if (!line.startsWith(ACTION)) {
            return "";
        }
        int from = ACTION.length();
        int to = from;
        while (line.charAt(to) != ' ' && line.charAt(to) != '\n') {
            to++;
        }
        return line.substring(from, to);
    }

    @Override
    public boolean endsConnection(ByteBuffer received) {
        return false;
    }
}
