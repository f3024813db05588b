package org.sekimori.follow.postfix;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.postfix.LineText.Peer;
import org.sekimori.follow.postfix.PostfixLine.DeliveryStatus;
import org.sekimori.follow.postfix.PostfixLine.Useless;

/** Understands the lines of Postfix 2.3 to 3.11, as its sources print them; without memory. */
final class PostfixLineParser {

    private static final String END_OF_MESSAGE = "END-OF-MESSAGE";

    /** The end of {@code qmgr}'s lines: nothing that a client chose follows it. */
    private static final Pattern QUEUED = Pattern.compile(">, size=(\\d{1,15}), nrcpt=(\\d{1,9})(?: \\([^()]*\\))?");

    /** What follows the addresses in a line about a recipient. */
    private static final Pattern DELIVERY = Pattern.compile(
            ", relay=([^\\s,]+)(?:, conn_use=\\d+)?, delay=[\\d.+-]+(?:, delays=[\\d./]+)?(?:, tls=[^\\s]+)?(?:,"
                    + " dsn=(\\d\\.\\d{1,3}\\.\\d{1,3}))?, status=([A-Za-z-]+)(?: \\((.*))?\\z",
            Pattern.DOTALL);

    private static final Pattern ORIGINAL = Pattern.compile("^uid=\\d+ from=<.*> orig_id=([0-9A-Za-z]+)$");

    /** The reply of a filter that handed the message back to Postfix. */
    private static final Pattern NEXT = Pattern.compile("queued as ([0-9A-Za-z]+)$");

    private static final Pattern CLIENT_METHOD = Pattern.compile(", sasl_method=[A-Za-z0-9_-]{1,40}");

    private static final Pattern STAGE = Pattern.compile("[A-Z][A-Z-]*(?: content)?");

    private static final Pattern METHOD =
            Pattern.compile("SASL ([A-Za-z0-9_-]{1,20}) authentication (failed: |aborted$)");

    /** Actions of access maps, milters and header checks that change nothing here. */
    private static final Set<String> ACTIONS = Set.of(
            "reject_warning",
            "warning",
            "warn",
            "info",
            "filter",
            "redirect",
            "replace",
            "prepend",
            "bcc",
            "strip",
            "pass",
            "delay",
            "trigger",
            "permit",
            "dunno",
            "defer",
            "ignore",
            "milter-quarantine",
            "proxy-accept",
            "proxy-reject");

    private PostfixLineParser() {}

    /**
     * Understands a line.
     *
     * @param daemon such as {@code smtpd}; empty if the log does not tell
     */
    static PostfixLine parse(String daemon, String text) {
        int colon = text.indexOf(": ");
        if (colon > 0) {
            String first = text.substring(0, colon);
            if (LineText.isQueueId(first)) {
                return ofMessage(daemon, first, text.substring(colon + 2));
            } else if (first.equals("warning")) {
                return is(daemon, "smtpd") ? loginFailure(text, colon + 2) : Useless.KNOWN;
            } else if (first.equals("NOQUEUE")) {
                return Useless.KNOWN;
            }
        }
        return KnownLines.isKnown(daemon, text) ? Useless.KNOWN : Useless.UNKNOWN;
    }

    private static boolean is(String daemon, String expected) {
        return daemon.isEmpty() || daemon.equals(expected);
    }

    private static PostfixLine ofMessage(String daemon, String id, String rest) {
        if (rest.startsWith("to=<")) {
            return delivery(id, rest);
        }
        PostfixLine line =
                switch (daemon) {
                    case "smtpd" -> smtpd(id, rest);
                    case "cleanup" -> cleanup(id, rest);
                    case "qmgr", "oqmgr", "nqmgr" -> qmgr(id, rest);
                    case "" -> any(id, rest);
                    case "bounce", "defer", "trace" -> bounce(id, rest);
                    case "pickup" -> pickup(id, rest);
                    case "postsuper" -> postsuper(id, rest);
                    default -> null;
                };
        if (line != null) {
            return line;
        }
        return KnownLines.isKnownOfMessage(rest) ? Useless.KNOWN : Useless.UNKNOWN;
    }

    /** A log without the names of daemons: their lines begin differently. */
    private static @Nullable PostfixLine any(String id, String rest) {
        PostfixLine line = smtpd(id, rest);
        line = line == null ? cleanup(id, rest) : line;
        line = line == null ? qmgr(id, rest) : line;
        line = line == null ? bounce(id, rest) : line;
        line = line == null ? pickup(id, rest) : line;
        return line == null ? postsuper(id, rest) : line;
    }

    private static @Nullable PostfixLine smtpd(String id, String rest) {
        if (rest.startsWith("client=")) {
            return client(id, rest);
        } else if (rest.startsWith("lost connection after ") || rest.startsWith("timeout after ")) {
            return new PostfixLine.Lost(id);
        }
        String action = action(rest);
        if (action == null) {
            return null;
        }
        String said = rest.substring(action.length() + 2);
        String stage = stage(said);
        if (stage.isEmpty()) {
            return null;
        }
        boolean atEnd = stage.equals(END_OF_MESSAGE);
        return switch (action) {
            case "reject", "milter-reject" ->
                atEnd ? new PostfixLine.Refused(id, reply(said, stage.length())) : Useless.KNOWN;
            case "hold", "milter-hold" -> new PostfixLine.Held(id, atEnd);
            case "discard", "milter-discard" -> new PostfixLine.Discarded(id);
            default -> ACTIONS.contains(action) ? Useless.KNOWN : null;
        };
    }

    /** The stage of the dialogue in {@code STAGE from name[address]: …}; empty if it is none. */
    private static String stage(String said) {
        int from = said.indexOf(" from ");
        if (from <= 0 || from > 24) {
            return "";
        }
        String stage = said.substring(0, from);
        return STAGE.matcher(stage).matches() ? stage : "";
    }

    private static @Nullable String reply(String said, int stage) {
        Peer peer = LineText.peer(said, stage + " from ".length());
        return peer == null || !said.startsWith(": ", peer.end())
                ? null
                : LineText.statusCode(said.substring(peer.end() + 2));
    }

    private static PostfixLine client(String id, String rest) {
        Peer peer = LineText.peer(rest, "client=".length());
        if (peer == null) {
            return Useless.UNKNOWN;
        }
        String more = rest.substring(peer.end());
        int name = more.startsWith(", sasl_username=") ? 0 : methodEnd(more);
        String username = null;
        if (name >= 0 && more.startsWith(", sasl_username=", name)) {
            int from = name + ", sasl_username=".length();
            int end = firstOf(more, from, ", sasl_sender=", ", orig_queue_id=", ", orig_client=");
            boolean cut = end == more.length() && rest.length() + id.length() + 2 >= LineText.CUT;
            username = cut || end == from ? null : more.substring(from, end);
        }
        String original = null;
        int at = username == null ? more.indexOf(", orig_queue_id=") : -1;
        if (at == 0) {
            int from = at + ", orig_queue_id=".length();
            String word = more.substring(from, firstOf(more, from, ", orig_client="));
            original = LineText.isQueueId(word) ? word : null;
        }
        return new PostfixLine.Client(id, peer.name(), peer.address(), username, original);
    }

    private static int methodEnd(String more) {
        Matcher method = CLIENT_METHOD.matcher(more);
        return method.lookingAt() ? method.end() : -1;
    }

    private static int firstOf(String text, int from, String... marks) {
        int first = text.length();
        for (String mark : marks) {
            int at = text.indexOf(mark, from);
            first = at >= 0 ? Math.min(first, at) : first;
        }
        return first;
    }

    private static PostfixLine loginFailure(String text, int from) {
        Peer peer = LineText.peer(text, from);
        if (peer == null || !text.startsWith(": SASL ", peer.end())) {
            return Useless.KNOWN;
        }
        Matcher method = METHOD.matcher(text).region(peer.end() + 2, text.length());
        if (!method.lookingAt()) {
            return new PostfixLine.LoginFailed(peer.name(), peer.address(), null);
        }
        int name =
                text.indexOf(", sasl_username=", method.end() - (method.group(2).startsWith("failed") ? 2 : 0));
        String username = name < 0 ? "" : text.substring(name + ", sasl_username=".length());
        // smtpd_sasl_glue.c cuts the name at 100 octets.
        boolean whole = !username.isEmpty()
                && !username.equals("(unavailable)")
                && username.getBytes(java.nio.charset.StandardCharsets.UTF_8).length < 100;
        return new PostfixLine.LoginFailed(peer.name(), peer.address(), whole ? username : null);
    }

    private static @Nullable PostfixLine cleanup(String id, String rest) {
        if (rest.startsWith("message-id=")) {
            String value = rest.substring("message-id=".length());
            int end = value.startsWith("<") ? value.indexOf('>') : -1;
            String word = end > 1 ? value.substring(1, end) : "";
            return word.isEmpty() || word.length() > 250 || !word.chars().allMatch(c -> c > ' ' && c != 127 && c != '<')
                    ? Useless.KNOWN
                    : new PostfixLine.MessageId(id, word);
        } else if (rest.startsWith("resent-message-id=")) {
            return Useless.KNOWN;
        } else if (rest.startsWith("removed (")) {
            return new PostfixLine.Removed(id);
        }
        String action = action(rest);
        return action == null ? null : checked(id, action, rest.substring(action.length() + 2));
    }

    /** Lines of {@code header_checks}, {@code body_checks}, {@code milter_header_checks} and of milters. */
    private static @Nullable PostfixLine checked(String id, String action, String said) {
        String does = action.startsWith("milter-header-") || action.startsWith("milter-body-")
                ? action.substring(action.indexOf('-', 7) + 1)
                : action;
        boolean content = said.startsWith("header ") || said.startsWith("body ") || said.startsWith("mime-error ");
        if (does.startsWith("milter-")) {
            boolean atEnd = said.startsWith(END_OF_MESSAGE + " from ");
            return switch (does) {
                case "milter-reject" ->
                    atEnd ? new PostfixLine.Refused(id, reply(said, END_OF_MESSAGE.length())) : Useless.KNOWN;
                case "milter-hold" -> new PostfixLine.Held(id, atEnd);
                case "milter-discard" -> new PostfixLine.Discarded(id);
                default -> Useless.KNOWN;
            };
        } else if (!content) {
            return null;
        }
        return switch (does) {
            case "reject" -> new PostfixLine.Refused(id, null);
            case "hold" -> new PostfixLine.Held(id, false);
            case "discard" -> new PostfixLine.Discarded(id);
            case "info", "warning" -> new PostfixLine.Reference(id, said);
            default -> ACTIONS.contains(does) ? Useless.KNOWN : null;
        };
    }

    /** The word in front of {@code ": "}; null if the text does not begin with one. */
    private static @Nullable String action(String rest) {
        int colon = rest.indexOf(": ");
        if (colon <= 0 || colon > 30) {
            return null;
        }
        String word = rest.substring(0, colon);
        return word.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-' || c == '_') ? word : null;
    }

    private static @Nullable PostfixLine qmgr(String id, String rest) {
        if (rest.equals("removed")) {
            return new PostfixLine.Removed(id);
        } else if (!rest.startsWith("from=<")) {
            return null;
        } else if (rest.endsWith(">, status=expired, returned to sender")
                || rest.endsWith(">, status=force-expired, returned to sender")) {
            return new PostfixLine.Expired(id);
        }
        int end = rest.lastIndexOf(">, size=");
        Matcher queued = end < 0 ? null : QUEUED.matcher(rest).region(end, rest.length());
        if (queued == null || !queued.matches()) {
            return null;
        }
        return new PostfixLine.Queued(
                id,
                rest.substring("from=<".length(), end),
                Long.parseLong(queued.group(1)),
                Integer.parseInt(queued.group(2)));
    }

    private static @Nullable PostfixLine bounce(String id, String rest) {
        return rest.startsWith("sender non-delivery notification: ") ? new PostfixLine.Returned(id) : null;
    }

    private static @Nullable PostfixLine pickup(String id, String rest) {
        Matcher original = ORIGINAL.matcher(rest);
        return original.matches() && LineText.isQueueId(original.group(1))
                ? new PostfixLine.Requeued(id, original.group(1))
                : null;
    }

    private static @Nullable PostfixLine postsuper(String id, String rest) {
        return rest.equals("removed") ? new PostfixLine.Removed(id) : null;
    }

    private static PostfixLine delivery(String id, String rest) {
        int from = "to=<".length();
        for (int end = addressEnd(rest, from, from); end >= 0; end = addressEnd(rest, from, end + 1)) {
            PostfixLine line = delivery(id, rest, rest.substring(from, end), end + 1);
            if (line != null || rest.charAt(from) == '"') {
                return line == null ? Useless.UNKNOWN : line;
            }
        }
        return Useless.UNKNOWN;
    }

    /** Before 3.5 Postfix did not quote addresses in its log: then the first end counts behind which the line goes on as it must. */
    private static int addressEnd(String rest, int from, int search) {
        if (from < rest.length() && rest.charAt(from) == '"') {
            return search == from ? LineText.quotedAddressEnd(rest, from) : -1;
        }
        return rest.indexOf('>', search);
    }

    private static @Nullable PostfixLine delivery(String id, String rest, String recipient, int at) {
        String submitted = recipient;
        int next = at;
        if (rest.startsWith(", orig_to=<", at)) {
            int from = at + ", orig_to=<".length();
            int end = LineText.quotedAddressEnd(rest, from);
            if (end < 0) {
                return null;
            }
            submitted = rest.substring(from, end);
            next = end + 1;
        }
        Matcher more = DELIVERY.matcher(rest).region(next, rest.length());
        if (!more.lookingAt()) {
            return null;
        }
        DeliveryStatus status = status(more.group(3));
        if (status == null) {
            return null;
        }
        String reason = more.group(4) == null ? "" : more.group(4);
        String said = reason.endsWith(")") ? reason.substring(0, reason.length() - 1) : reason;
        String relay = more.group(1);
        boolean local = LineText.isHere(relay);
        Matcher handed = NEXT.matcher(said);
        boolean named = status == DeliveryStatus.SENT && handed.find() && LineText.isQueueId(handed.group(1));
        return new PostfixLine.Delivery(
                id, recipient, submitted, more.group(2), status, local, named ? handed.group(1) : null);
    }

    private static @Nullable DeliveryStatus status(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "sent" -> DeliveryStatus.SENT;
            case "deferred", "softbounce" -> DeliveryStatus.DEFERRED;
            case "bounced" -> DeliveryStatus.BOUNCED;
            case "deliverable", "undeliverable", "undeliverable-but-not-cached" -> DeliveryStatus.PROBED;
            default -> null;
        };
    }
}
