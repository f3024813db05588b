package org.sekimori.intake.postfix;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a request says, as far as it is used. Absent attributes are empty.
 *
 * @param state {@code protocol_state}: CONNECT, EHLO, …, RCPT, DATA, END-OF-MESSAGE
 * @param username {@code sasl_username}; empty: not authenticated
 * @param instance the same for all requests about one message
 * @param recipientCount 0 at RCPT, the true count at END-OF-MESSAGE
 * @param size octets; the true size at END-OF-MESSAGE
 * @param context {@code policy_context}, the operator's own word for the check
 * @param serverPort port that the client came to, 0 if Postfix does not say (before 3.2)
 */
record PolicyRequest(
        String state,
        String username,
        String clientAddress,
        String clientName,
        String helo,
        String sender,
        String recipient,
        int recipientCount,
        long size,
        String queueId,
        String instance,
        String tls,
        String context,
        String serverAddress,
        int serverPort) {

    /** Something that came over the door's line: a request, or why it is none. */
    sealed interface Received {}

    /** A request. */
    record Good(PolicyRequest request) implements Received {}

    /**
     * Bytes up to the next empty line, or to the end, that are no request.
     *
     * @param reason one sentence
     * @param beginning the first bytes of it
     */
    record Bad(String reason, byte[] beginning) implements Received {}

    private static final int SHOWN = 2000;

    /** Reads the lines of a request; {@code lines} holds them without the empty line at the end. */
    static Received parse(ByteBuf lines) {
        int start = lines.readerIndex();
        Fields fields = new Fields();
        while (lines.isReadable()) {
            int length = lines.bytesBefore((byte) '\n');
            int end = lines.readerIndex() + (length < 0 ? lines.readableBytes() : length);
            String problem = fields.line(lines, lines.readerIndex(), end);
            if (problem != null) {
                return new Bad(problem, beginning(lines, start));
            }
            lines.readerIndex(Math.min(end + 1, lines.writerIndex()));
        }
        String problem = fields.problem();
        return problem == null ? new Good(fields.request()) : new Bad(problem, beginning(lines, start));
    }

    static byte[] beginning(ByteBuf bytes, int start) {
        byte[] beginning = new byte[Math.min(SHOWN, bytes.writerIndex() - start)];
        bytes.getBytes(start, beginning);
        return beginning;
    }

    private static final class Fields {
        private String request = "";
        private String state = "";
        private String username = "";
        private String clientAddress = "";
        private String clientName = "";
        private String helo = "";
        private String sender = "";
        private String recipient = "";
        private String recipientCount = "0";
        private String size = "0";
        private String queueId = "";
        private String instance = "";
        private String tls = "";
        private String context = "";
        private String serverAddress = "";
        private String serverPort = "0";

        /** Takes a line in; the answer is null, or what is wrong with it. Values may hold {@code =}. */
        @Nullable
        String line(ByteBuf bytes, int from, int to) {
            int end = to > from && bytes.getByte(to - 1) == '\r' ? to - 1 : to;
            int equals = bytes.indexOf(from, end, (byte) '=');
            if (equals < 0) {
                return "a line of a policy request must be name=value";
            }
            String name = bytes.toString(from, equals - from, StandardCharsets.US_ASCII);
            int at = equals + 1;
            switch (name) {
                case "request" -> request = text(bytes, at, end);
                case "protocol_state" -> state = text(bytes, at, end);
                case "sasl_username" -> username = text(bytes, at, end);
                case "client_address" -> clientAddress = text(bytes, at, end);
                case "client_name" -> clientName = text(bytes, at, end);
                case "helo_name" -> helo = text(bytes, at, end);
                case "sender" -> sender = text(bytes, at, end);
                case "recipient" -> recipient = text(bytes, at, end);
                case "recipient_count" -> recipientCount = text(bytes, at, end);
                case "size" -> size = text(bytes, at, end);
                case "queue_id" -> queueId = text(bytes, at, end);
                case "instance" -> instance = text(bytes, at, end);
                case "encryption_protocol" -> tls = text(bytes, at, end);
                case "policy_context" -> context = text(bytes, at, end);
                case "server_address" -> serverAddress = text(bytes, at, end);
                case "server_port" -> serverPort = text(bytes, at, end);
                default -> {
                    // Postfix adds attributes with new versions; what is not used is not read.
                }
            }
            return null;
        }

        private static String text(ByteBuf bytes, int from, int to) {
            return to == from ? "" : bytes.toString(from, to - from, StandardCharsets.UTF_8);
        }

        @Nullable
        String problem() {
            if (!request.equals("smtpd_access_policy")) {
                return "a policy request must contain request=smtpd_access_policy";
            }
            if (state.isEmpty()) {
                return "a policy request must contain protocol_state";
            }
            return number(recipientCount) < 0 || number(recipientCount) > Integer.MAX_VALUE || number(size) < 0
                    ? "recipient_count and size must be numbers of at least 0"
                    : null;
        }

        /** It decides nothing, so what is no port is as good as none. */
        private static int port(String text) {
            long port = number(text);
            return port < 0 || port > 65_535 ? 0 : (int) port;
        }

        private static long number(String text) {
            if (text.isEmpty()) {
                return 0;
            }
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        PolicyRequest request() {
            return new PolicyRequest(
                    state,
                    username,
                    clientAddress,
                    clientName,
                    helo,
                    sender,
                    recipient,
                    (int) number(recipientCount),
                    number(size),
                    queueId,
                    instance,
                    tls,
                    context,
                    serverAddress,
                    port(serverPort));
        }
    }
}
