package org.sekimori.mail;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.Punycode;
import org.sekimori.text.WidthMapping;

/** Normalises domain names for accounts and settings. */
public final class DomainName {

    private static final String A_LABEL = "xn--";

    private DomainName() {}

    /**
     * A domain as U-labels (RFC 5890, 2.3.2.1): half-width and full-width characters mapped, the dots of RFC 3490, 3.1 made plain, in
     * lower case and Unicode NFC, {@code xn--} labels decoded, without a dot at its end. A label that only looks like an A-label stays
     * as it is. Applied twice it changes nothing more.
     *
     * @throws IllegalArgumentException if a character may not stand in a name ({@link IdentifierClass}); the text begins with "has"
     */
    public static String normalize(String domain) {
        if (UsernameCaseMapped.plain(domain) && !domain.contains(A_LABEL) && !domain.endsWith(".")) {
            return domain;
        }
        String dotted = WidthMapping.map(domain).replace('\u3002', '.').replace('\uff61', '.');
        int end = dotted.length();
        while (end > 0 && dotted.charAt(end - 1) == '.') {
            end--;
        }
        StringBuilder name = new StringBuilder(end);
        for (int from = 0; from < end; ) {
            int dot = dotted.indexOf('.', from);
            int to = dot < 0 || dot > end ? end : dot;
            name.append(from == 0 ? "" : ".").append(label(dotted.substring(from, to)));
            from = to + 1;
        }
        return name.toString();
    }

    private static String label(String raw) {
        String label = mapped(raw);
        String fault = UsernameCaseMapped.fault(label);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        String unicode = label.startsWith(A_LABEL) ? unicode(label) : null;
        return unicode == null ? label : unicode;
    }

    private static String mapped(String label) {
        return Normalizer.normalize(label.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static @Nullable String unicode(String aLabel) {
        @Nullable String decoded = Punycode.decode(aLabel.substring(A_LABEL.length()));
        boolean real = decoded != null
                && decoded.chars().anyMatch(c -> c >= 0x80)
                && decoded.equals(mapped(decoded))
                && UsernameCaseMapped.fault(decoded) == null;
        return real ? decoded : null;
    }
}
