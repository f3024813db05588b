package org.sekimori.follow.dovecot;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line of a log-in process: {@code imap-login}, {@code pop3-login}, {@code submission-login}, {@code managesieve-login}. */
sealed interface LogInLine {

    /** The account logged in. */
    record Succeeded(LogInElements elements) implements LogInLine {}

    /** The connection ended after failed attempts, all of them within it. */
    record Failed(LogInElements elements, int attempts) implements LogInLine {}

    /** Nobody's password was tried, or it was not wrong. */
    record Other() implements LogInLine {}

    /** It tells of a log-in, but not from where, or a client may have written a part of it. */
    record Unclear() implements LogInLine {}

    /**
     * The end of a connection with failed attempts, in the words of 2.0 to 2.4; what stands before the bracket is the server's own
     * text. Of a proxy it is the next server that refused.
     */
    Pattern FAILED = Pattern.compile(
            "\\((?:auth failed|proxy dest auth failed|proxy dest authentication failure(?: to [^,()\\s]+)?)"
                    + "(?:, ([0-9]{1,6}) attempts(?: in [0-9]+ secs)?(?:, last failure: [^)]*)?)?\\)(?: \\([a-z_]+\\))?: ");

    /** The beginning of a proxy's line. */
    Pattern PROXY = Pattern.compile("proxy\\([^()]*\\): ");

    /** A proxied log-in succeeded: the next server took the password. */
    Pattern PROXIED = Pattern.compile("[Ss]tarted proxying to [^=]*?: (?=[a-z_]+=)");

    /** Reads what stands behind {@code imap-login: }. */
    static LogInLine read(String text) {
        if (text.startsWith("Login: ")) {
            return succeeded(LogInElements.read(text.substring("Login: ".length())));
        }
        Matcher proxy = PROXY.matcher(text);
        if (proxy.lookingAt()) {
            Matcher proxied = PROXIED.matcher(text).region(proxy.end(), text.length());
            if (proxied.lookingAt()) {
                return succeeded(LogInElements.read(text.substring(proxied.end())));
            }
        }
        Matcher failed = FAILED.matcher(text);
        int elements = text.indexOf(": user=<");
        if (failed.find() && (elements < 0 || failed.start() < elements)) {
            LogInElements read = LogInElements.read(text.substring(failed.end()));
            return read == null ? new Unclear() : new Failed(read, attempts(failed.group(1)));
        }
        boolean unread = text.toLowerCase(Locale.ROOT).contains("(auth failed, ") && elements < 0;
        return unread ? new Unclear() : new Other();
    }

    private static int attempts(@Nullable String number) {
        return number == null ? 1 : Integer.parseInt(number);
    }

    private static LogInLine succeeded(@Nullable LogInElements elements) {
        return elements == null ? new Unclear() : new Succeeded(elements);
    }
}
