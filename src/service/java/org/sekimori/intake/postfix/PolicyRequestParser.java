package org.sekimori.intake.postfix;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseError;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseResult;
import org.sekimori.intake.postfix.PostfixPolicyRequest.Parsed;
import org.sekimori.mail.MailEvent;

/**
 * Parses the lines of one request. An attribute that cannot be read is left out and noted, and the request is still a request: a
 * client chooses some of the values, and must not pass unchecked because one of them cannot be read.
 */
final class PolicyRequestParser {

    /** Far above any message; a larger number is a mistake that would spoil the account's profile. */
    private static final long MAX_RECIPIENT_COUNT = 1_000_000;

    /** Largest whole number that every reader of JSON keeps exactly, 2^53 - 1. */
    private static final long MAX_SIZE = (1L << 53) - 1;

    /** Most faults that are listed for one request. */
    private static final int MOST_FAULTS = 16;

    /** What Postfix says about a client's certificate; the fingerprints also if no authority of Postfix's issued it. */
    private static final List<String> CERTIFICATE =
            List.of("ccert_subject", "ccert_fingerprint", "ccert_pubkey_fingerprint");

    /** The attributes that are used, with the most characters of each; {@link #ANY}: it is judged where it is used. */
    private static final Map<String, Integer> USED = used();

    private static final int ANY = Integer.MAX_VALUE;

    /** States of SMTPD_POLICY_README and src/smtpd/smtpd_check.c. */
    private static final Set<String> STATES = Set.of(
            "CONNECT",
            "XCLIENT",
            "XFORWARD",
            "HELO",
            "EHLO",
            "AUTH",
            "STARTTLS",
            "MAIL",
            "RCPT",
            "DATA",
            "BDAT",
            "END-OF-MESSAGE",
            "VRFY",
            "ETRN");

    private final Map<String, String> values = new HashMap<>();
    private final List<UnreadableField> faults = new ArrayList<>();
    private boolean lineLost;
    private boolean nameless;

    private static Map<String, Integer> used() {
        Map<String, Integer> used = new HashMap<>();
        for (String name : List.of("client_name", "helo_name", "policy_context", "server_address")) {
            used.put(name, 255);
        }
        for (String name : List.of("request", "protocol_state", "encryption_protocol", "recipient_count", "size")) {
            used.put(name, 64);
        }
        used.put("server_port", 64);
        CERTIFICATE.forEach(name -> used.put(name, 255));
        used.put("sender", 320);
        used.put("queue_id", MailEvent.MAX_QUEUE_ID_LENGTH);
        used.put("instance", MailEvent.MAX_INSTANCE_LENGTH);
        for (String name : List.of("sasl_username", "client_address", "recipient")) {
            used.put(name, ANY);
        }
        return Map.copyOf(used);
    }

    /**
     * Reads the lines of a request.
     *
     * @param lines without the empty line at the end
     */
    static ParseResult read(ByteBuf lines) {
        int start = lines.readerIndex();
        PolicyRequestParser attributes = new PolicyRequestParser();
        while (lines.isReadable()) {
            int length = lines.bytesBefore((byte) '\n');
            int end = lines.readerIndex() + (length < 0 ? lines.readableBytes() : length);
            attributes.line(lines, lines.readerIndex(), end);
            lines.readerIndex(Math.min(end + 1, lines.writerIndex()));
        }
        return attributes.any()
                ? new Parsed(attributes.request())
                : new ParseError(
                        "a policy request must contain request=smtpd_access_policy",
                        PostfixPolicyRequest.firstBytes(lines, start));
    }

    /**
     * Reads the beginning of a request that is too long to be read in full. Its last line may be cut and is left out.
     *
     * @return null if it does not look like a request
     */
    static @Nullable PostfixPolicyRequest readBeginning(ByteBuf beginning, String reason) {
        PolicyRequestParser attributes = new PolicyRequestParser();
        for (int length = beginning.bytesBefore((byte) '\n');
                length >= 0;
                length = beginning.bytesBefore((byte) '\n')) {
            attributes.line(beginning, beginning.readerIndex(), beginning.readerIndex() + length);
            beginning.skipBytes(length + 1);
        }
        attributes.lineLost = true;
        attributes.fault("line", "is left out, and what follows it: " + reason);
        return attributes.any() ? attributes.request() : null;
    }

    /** Takes a line in. Values may hold {@code =}. */
    private void line(ByteBuf bytes, int from, int to) {
        int end = to > from && bytes.getByte(to - 1) == '\r' ? to - 1 : to;
        int equals = bytes.indexOf(from, end, (byte) '=');
        if (equals < 0 || !isName(bytes, from, equals)) {
            lineLost = true;
            fault("line", "is no name=value");
            return;
        }
        String name = bytes.toString(from, equals - from, StandardCharsets.US_ASCII);
        Integer most = USED.get(name);
        if (most == null) {
            // Postfix adds attributes with new versions; unused ones are not read.
            return;
        }
        String value = end == equals + 1 ? "" : bytes.toString(equals + 1, end - equals - 1, StandardCharsets.UTF_8);
        String fault = most == ANY ? null : fault(value, most);
        if (fault != null) {
            fault(name, fault);
            value = "";
        }
        String before = values.put(name, value);
        if (before != null && !before.equals(value)) {
            twice(name);
        }
    }

    /** Drops both values: it is unknown which is meant. */
    private void twice(String name) {
        fault(name, "is given twice with different values");
        values.put(name, "");
        nameless |= name.equals("sasl_username");
    }

    private static boolean isName(ByteBuf bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = bytes.getByte(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.')) {
                return false;
            }
        }
        return to > from;
    }

    private static @Nullable String fault(String value, int most) {
        if (value.length() > most) {
            return "has " + value.length() + " characters, at most " + most + " are allowed";
        }
        if (value.indexOf('\ufffd') >= 0) {
            return "is not UTF-8";
        }
        int bad = CharacterValidator.firstBad(value);
        return bad < 0 ? null : String.format("contains U+%04X at position %d", (int) value.charAt(bad), bad);
    }

    private void fault(String name, String reason) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new UnreadableField(name, reason));
        }
    }

    /**
     * Whether anything identifies the text as a request: another protocol at this port is not a submission, and must not count as
     * one.
     */
    private boolean any() {
        return values.getOrDefault("request", "").equals("smtpd_access_policy")
                || values.containsKey("sasl_username")
                || STATES.contains(values.getOrDefault("protocol_state", ""));
    }

    private PostfixPolicyRequest request() {
        nameless |= lineLost && !values.containsKey("sasl_username");
        if (!value("request").equals("smtpd_access_policy")) {
            fault("request", "is not smtpd_access_policy");
        }
        String state = value("protocol_state");
        if (!STATES.contains(state)) {
            fault(
                    "protocol_state",
                    state.isEmpty() ? "is missing" : "is none that is known; taken for the end of a message");
            state = PostfixPolicyRequest.END;
        }
        int recipientCount = (int) number("recipient_count", MAX_RECIPIENT_COUNT);
        long size = number("size", MAX_SIZE);
        return new PostfixPolicyRequest(
                state,
                value("sasl_username"),
                value("client_address"),
                value("client_name"),
                value("helo_name"),
                value("sender"),
                value("recipient"),
                recipientCount,
                size,
                value("queue_id"),
                value("instance"),
                value("encryption_protocol"),
                value("policy_context"),
                value("server_address"),
                port(value("server_port")),
                CERTIFICATE.stream()
                        .map(this::value)
                        .filter(text -> !text.isEmpty())
                        .toList(),
                nameless,
                faults);
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** 0 if it cannot be read. */
    private long number(String name, long most) {
        String text = value(name);
        long number = digits(text);
        if (number < 0 || number > most) {
            fault(name, "is no number from 0 to " + most);
            return 0;
        }
        return number;
    }

    /** The port is only used for warnings, so an invalid one counts as missing. */
    private static int port(String text) {
        long port = digits(text);
        return port < 0 || port > 65_535 ? 0 : (int) port;
    }

    /** -1 for an invalid or too large number; 0 for an empty text. */
    private static long digits(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
