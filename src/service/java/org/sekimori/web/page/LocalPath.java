package org.sekimori.web.page;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Redirects within this server. Always relative, since a proxy may be in front of it, and never to where a stranger says. */
public final class LocalPath {

    private static final Pattern PATH = Pattern.compile("/(?!/)[A-Za-z0-9._~%@:+,;=&?/-]*");
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
        boolean good = path != null
                && path.length() <= MOST
                && (path.equals(root) || path.startsWith(root + "/"))
                && PATH.matcher(path).matches()
                && !path.contains("/../")
                && !path.contains("//");
        return good && path != null ? path : otherwise;
    }
}
