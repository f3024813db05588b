package org.sekimori.intake.milter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Macros of the mail server, by their names without braces: {@code {auth_authen}} and {@code i} are written with and without them.
 * Those of the connection hold until its end, those of a message until its own end, so that no message has its predecessor's
 * log-in. Only known ones are kept. Not thread-safe.
 *
 * @see <a href="https://www.postfix.org/MILTER_README.html#macros">MILTER_README of Postfix</a>, and the <i>Sendmail Installation
 *     and Operation Guide</i>, 5.2
 */
final class MilterMacros {

    static final String AUTHENTICATED = "auth_authen";
    static final String METHOD = "auth_type";
    static final String QUEUE_ID = "i";
    static final String HOST = "j";
    static final String VERSION = "v";
    static final String CLIENT_ADDRESS = "client_addr";
    static final String DAEMON_ADDRESS = "daemon_addr";
    static final String DAEMON_NAME = "daemon_name";
    static final String TLS = "tls_version";
    static final String SIZE = "msg_size";
    static final String CERTIFICATE = "cert_subject";
    static final String VERIFIED = "verify";

    private static final Set<String> KNOWN = Set.of(
            AUTHENTICATED,
            METHOD,
            QUEUE_ID,
            HOST,
            VERSION,
            CLIENT_ADDRESS,
            DAEMON_ADDRESS,
            DAEMON_NAME,
            TLS,
            SIZE,
            CERTIFICATE,
            VERIFIED);

    /**
     * The macros to ask for at each stage. Postfix has no queue id before the first recipient, Sendmail no size before the end. A
     * stage without a line here would get the server's own list in one server and nothing in the other.
     */
    static final Map<Integer, String> WANTED = new TreeMap<>(Map.of(
            MilterProtocol.MACROS_AT_CONNECT, "j v {client_addr} {daemon_addr} {daemon_name}",
            MilterProtocol.MACROS_AT_HELO, "{tls_version} {cert_subject} {verify}",
            MilterProtocol.MACROS_AT_MAIL, "i {auth_authen} {auth_type} {tls_version} {cert_subject} {verify}",
            MilterProtocol.MACROS_AT_RCPT, "",
            MilterProtocol.MACROS_AT_DATA, "",
            MilterProtocol.MACROS_AT_END_OF_MESSAGE, "i {msg_size}",
            MilterProtocol.MACROS_AT_END_OF_HEADER, ""));

    /** Sendmail's {@code $v} is its version, {@code 8.17.1}; Postfix's is {@code Postfix 3.7.11}. */
    private static final Pattern SENDMAIL = Pattern.compile("8\\.[0-9]+\\.[0-9].*");

    private static final Pattern HEXADECIMAL = Pattern.compile("\\+([0-9A-F]{2})");

    private final Map<String, String> connection = new HashMap<>();
    private final Map<String, String> message = new HashMap<>();
    private boolean lost;

    /**
     * Takes the macros of a step, which come before the step itself.
     *
     * @param packet the step's command, then names and values, each with a NUL behind it
     */
    void define(MilterInput.Packet packet) {
        if (packet.data().length == 0) {
            return;
        }
        char step = (char) (packet.data()[0] & 0xff);
        if (step == MilterProtocol.MAIL) {
            endMessage();
        }
        boolean lasting = step == MilterProtocol.CONNECT || step == MilterProtocol.HELO;
        Map<String, String> scope = lasting ? connection : message;
        List<byte[]> texts = packet.texts(1);
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            String name = bare(MilterInput.Packet.text(texts.get(i)));
            if (KNOWN.contains(name)) {
                scope.put(name, MilterInput.Packet.text(texts.get(i + 1)));
            }
        }
        lost |= !lasting && packet.cut();
    }

    private static String bare(String name) {
        return name.length() > 2 && name.startsWith("{") && name.endsWith("}")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /** Its value; empty without one. */
    String value(String name) {
        return message.getOrDefault(name, connection.getOrDefault(name, ""));
    }

    /**
     * The log-in; empty without one. Sendmail writes some characters of it in hexadecimal (<i>Installation and Operation Guide</i>,
     * 6.7: {@code alice+2Btag}).
     */
    String login() {
        return external(value(AUTHENTICATED));
    }

    /**
     * The subject of the client's certificate; empty without a verified one. Postfix gives it for verified ones alone, Sendmail for
     * all and the result beside it.
     */
    String certificate() {
        boolean verified = value(VERIFIED).equals("OK")
                || value(VERIFIED).isEmpty() && value(VERSION).startsWith("Postfix");
        return verified ? external(value(CERTIFICATE)) : "";
    }

    private String external(String text) {
        return SENDMAIL.matcher(value(VERSION)).matches() ? decoded(text) : text;
    }

    private static String decoded(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Matcher code = HEXADECIMAL.matcher(text);
        int from = 0;
        while (code.find()) {
            octets.writeBytes(text.substring(from, code.start()).getBytes(StandardCharsets.UTF_8));
            octets.write(Integer.parseInt(code.group(1), 16));
            from = code.end();
        }
        octets.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return octets.toString(StandardCharsets.UTF_8);
    }

    /** Whether the client logged in, or may have under a name that is not here. */
    boolean authenticated() {
        return !value(AUTHENTICATED).isEmpty() || nameless();
    }

    /** Whether the client logged in under a name that the server did not give, or that was too long to be read. */
    boolean nameless() {
        return value(AUTHENTICATED).isEmpty() && (lost || !value(METHOD).isEmpty());
    }

    /** Forgets those of the message. */
    void endMessage() {
        message.clear();
        lost = false;
    }

    /** Forgets all. */
    void endConnection() {
        endMessage();
        connection.clear();
    }
}
