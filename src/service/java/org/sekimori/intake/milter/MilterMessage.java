package org.sekimori.intake.milter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.UnreadableField;
import org.sekimori.mail.MailEvent;

/** One message under way: what the steps said so far. Its recipients are elsewhere, only their count is here. Not thread-safe. */
final class MilterMessage {

    private static final int MAX_SENDER = 320;

    /** Most faults that are listed for one message. */
    private static final int MOST_FAULTS = 16;

    private final String key;
    private final List<UnreadableField> faults = new ArrayList<>();
    private @Nullable String sender;
    private boolean utf8;
    private int recipients;
    private long size;
    private @Nullable String messageId;
    private boolean anyMessageId;
    private @Nullable String from;

    /**
     * @param key identifies it among all messages under way
     */
    MilterMessage(String key) {
        this.key = key;
    }

    /** Takes MAIL: the address in angle brackets, then its parameters (RFC 5321, 4.1.1.2; RFC 6531, 3.4). */
    void mail(MilterInput.Packet packet) {
        List<byte[]> arguments = packet.texts(0);
        String address = arguments.isEmpty() ? "\ufffd" : address(arguments.get(0));
        String fault = fault(address, MAX_SENDER);
        if (fault != null) {
            fault("sender", fault);
        } else {
            sender = address;
        }
        utf8 = arguments.stream().skip(1).anyMatch(word -> MilterInput.Packet.text(word)
                .toUpperCase(Locale.ROOT)
                .equals("SMTPUTF8"));
    }

    /** Takes RCPT; the answer is the address without its angle brackets. */
    String rcpt(MilterInput.Packet packet) {
        recipients++;
        List<byte[]> arguments = packet.texts(0);
        // An address so long that its end is not here is one recipient, of no domain.
        return address(arguments.isEmpty() ? packet.data() : arguments.get(0));
    }

    /** Takes a header: its name and its value. */
    void header(MilterInput.Packet packet) {
        // Name and value have a NUL each where the message has a colon, a space and a line end.
        size += packet.length() + 2L;
        List<byte[]> texts = packet.texts(0);
        if (texts.isEmpty()) {
            return;
        }
        String name = MilterInput.Packet.text(texts.get(0));
        String value = texts.size() < 2 ? "" : MilterInput.Packet.text(texts.get(1));
        if (name.equalsIgnoreCase("Message-ID") && !anyMessageId) {
            anyMessageId = true;
            messageId = identifier(value);
        } else if (name.equalsIgnoreCase("From") && from == null) {
            from = value;
        }
    }

    /** Takes a piece of the body. */
    void body(MilterInput.Packet packet) {
        size += packet.length();
    }

    /** The client wrote it: what is no single identifier is left out, and is no reason to leave out the message. */
    private static @Nullable String identifier(String value) {
        String text = value.strip();
        boolean bracketed = text.length() > 2 && text.startsWith("<") && text.endsWith(">");
        String id = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean fit = !id.isEmpty()
                && fault(id, MailEvent.MAX_MESSAGE_ID_LENGTH) == null
                && id.codePoints().noneMatch(c -> c == '<' || c == '>' || c == '\ufeff' || Character.isSpaceChar(c));
        return fit ? id : null;
    }

    private static String address(byte[] argument) {
        String text = MilterInput.Packet.text(argument).strip();
        return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    }

    /** What is wrong with a text; null if nothing is. */
    static @Nullable String fault(String text, int most) {
        if (text.length() > most) {
            return "has " + text.length() + " characters, at most " + most + " are allowed";
        }
        if (text.indexOf('\ufffd') >= 0) {
            return "is not UTF-8";
        }
        int bad = CharacterValidator.firstBad(text);
        return bad < 0 ? null : String.format("contains U+%04X at position %d", (int) text.charAt(bad), bad);
    }

    /** Notes a field that cannot be read. */
    void fault(String field, String reason) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new UnreadableField(field, reason));
        }
    }

    String key() {
        return key;
    }

    @Nullable
    String sender() {
        return sender;
    }

    /** Whether replies may hold UTF-8. */
    boolean utf8() {
        return utf8;
    }

    int recipients() {
        return recipients;
    }

    /** Octets of headers, empty line and body, as far as they were shown. */
    long size() {
        return size + 2;
    }

    @Nullable
    String messageId() {
        return messageId;
    }

    /** The header From as it is; null without one. */
    @Nullable
    String from() {
        return from;
    }

    List<UnreadableField> faults() {
        return faults;
    }
}
