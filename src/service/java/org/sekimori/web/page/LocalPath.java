package org.sekimori.web.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Redirects within this server. Always relative, since a proxy may be in front of it, and never to where a stranger says. */
public final class LocalPath {

    private static final Pattern PATH = Pattern.compile("/(?!/)[A-Za-z0-9._~%@:+,;=&?/-]*");
    private static final Pattern HIDDEN = Pattern.compile("%(?:2e|2f|5c|25)");
    private static final List<String> DOTS = List.of(".", "..");
    private static final int MOST = 2_000;

    private LocalPath() {}

    /** Leads on after a form, by GET. */
    public static ResponseEntity<Void> redirect(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }

    /**
     * A path that a request names, if it is one below {@code root}; else {@code otherwise}.
     *
     * @param root such as {@code /console}
     */
    public static String below(String root, @Nullable String path, String otherwise) {
        if (path == null || climbs(path)) {
            return otherwise;
        }
        boolean good = path.length() <= MOST
                && (path.equals(root) || path.startsWith(root + "/"))
                && PATH.matcher(path).matches()
                && !path.contains("//");
        return good ? path : otherwise;
    }

    /** Whether it leaves its folder, hides that it does, or is none (RFC 3986). */
    private static boolean climbs(String path) {
        String plain = path.split("\\?", 2)[0].toLowerCase(Locale.ROOT);
        if (HIDDEN.matcher(plain).find()
                || List.of(plain.split("/", -1)).stream().anyMatch(DOTS::contains)) {
            return true;
        }
        try {
            new URI(path);
            return false;
        } catch (URISyntaxException e) {
            return true;
        }
    }
}
