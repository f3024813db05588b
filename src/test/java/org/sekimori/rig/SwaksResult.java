package org.sekimori.rig;

/**
 * How a run of {@code swaks} ended.
 *
 * @param exitCode of swaks: 0 sent, 24 no recipient accepted, 26 refused at or after DATA, 28 log-in failed; others in
 *     its manual
 * @param transcript the whole conversation, as swaks prints it
 * @param finalReply the reply to the end of the data; if it did not come to that, to the last command that was refused;
 *     lines with newlines between, empty if there was none
 * @param accepted the server took the message
 */
public record SwaksResult(int exitCode, String transcript, String finalReply, boolean accepted) {

    /** Reads a result from what swaks printed. */
    static SwaksResult of(int exitCode, String transcript) {
        Reader reader = new Reader();
        transcript.lines().forEach(reader::line);
        String reply = reader.atEnd ? reader.end : reader.refusal;
        return new SwaksResult(exitCode, transcript, reply, reader.atEnd && reply.startsWith("2"));
    }

    /** Walks through a transcript: {@code " -> "} begins what was sent, {@code "<- "} a reply, {@code "<**"} a refusal. */
    private static final class Reader {

        private static final int PREFIX = 4;

        private final StringBuilder reply = new StringBuilder();
        private String command = "";
        private boolean atEnd;
        private String end = "";
        private String refusal = "";

        void line(String line) {
            if (line.startsWith(" -> ")) {
                command = line.substring(PREFIX);
            } else if (line.startsWith("<- ") || line.startsWith("<**")) {
                reply.append(line.substring(PREFIX));
                if (line.startsWith("-", PREFIX + 3)) {
                    reply.append('\n');
                } else {
                    replied(reply.toString(), line.startsWith("<**"));
                    reply.setLength(0);
                }
            }
        }

        private void replied(String text, boolean refused) {
            if (command.equals(".")) {
                atEnd = true;
                end = text;
            } else if (refused) {
                refusal = text;
            }
        }
    }
}
