package org.sekimori.intake.postfix;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.sekimori.intake.UnreadableField;

/**
 * A request of Postfix's policy delegation protocol, with the attributes that are used. Absent attributes are empty.
 *
 * @param state {@code protocol_state}: CONNECT, EHLO, …, RCPT, DATA, END-OF-MESSAGE
 * @param username {@code sasl_username}; empty: not authenticated
 * @param instance the same for all requests about one message
 * @param recipientCount 0 at RCPT, the true count at END-OF-MESSAGE
 * @param size octets; the true size at END-OF-MESSAGE
 * @param context {@code policy_context}, the operator's own word for the check
 * @param serverPort port that the client connected to; 0 if Postfix does not say (before 3.2)
 * @param certificates subject and fingerprints of the client's certificate as Postfix gives them; empty without one
 * @param nameless whether the SASL username was given but is unreadable
 * @param faults unreadable attributes, which are empty or 0 here
 */
record PostfixPolicyRequest(
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
        int serverPort,
        List<String> certificates,
        boolean nameless,
        List<UnreadableField> faults) {

    /** The state in which a message is decided. */
    static final String END = "END-OF-MESSAGE";

    /** A parsed request or a parse error. */
    sealed interface ParseResult {}

    /** A request. */
    record Parsed(PostfixPolicyRequest request) implements ParseResult {}

    /**
     * Octets up to the next empty line, or to the end, that are not a request.
     *
     * @param reason one sentence
     * @param beginning its first bytes
     * @param whole whether the client waits for an answer: not if the connection ended in the middle
     */
    record ParseError(String reason, byte[] beginning, boolean whole) implements ParseResult {

        ParseError(String reason, byte[] beginning) {
            this(reason, beginning, true);
        }
    }

    private static final int SHOWN = 2000;

    PostfixPolicyRequest {
        certificates = List.copyOf(certificates);
        faults = List.copyOf(faults);
    }

    /** Whether the client logged in, or may have. */
    boolean authenticated() {
        return nameless || !username.isEmpty();
    }

    /** Reads the lines of a request; {@code lines} holds them without the empty line at the end. */
    static ParseResult parse(ByteBuf lines) {
        return PolicyRequestParser.read(lines);
    }

    static byte[] firstBytes(ByteBuf bytes, int start) {
        byte[] beginning = new byte[Math.min(SHOWN, bytes.writerIndex() - start)];
        bytes.getBytes(start, beginning);
        return beginning;
    }
}
