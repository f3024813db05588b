package org.sekimori.web.layout;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.page.PageAssets;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PagePreferences;
import org.sekimori.web.page.PageSentences;
import org.sekimori.web.page.PageTimes;
import org.sekimori.web.session.FormGuard;
import org.sekimori.web.staff.StaffRole;
import org.sekimori.web.staff.StaffUser;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page its frame. */
@ControllerAdvice(annotations = PageController.class)
final class PageFrameAdvice {

    private final List<NavigationItem> items;
    private final PageAssets assets;
    private final PageTimes times;
    private final PageSentences sentences;

    PageFrameAdvice(ObjectProvider<NavigationItem> items, PageAssets assets, PageTimes times, PageSentences sentences) {
        this.assets = assets;
        this.times = times;
        this.sentences = sentences;
        this.items = items.stream()
                .sorted(Comparator.comparing(NavigationItem::order))
                .toList();
    }

    @ModelAttribute("frame")
    PageFrame frame(HttpServletRequest request) {
        @Nullable StaffUser user = user(request);
        @Nullable StaffRole role = user == null || user.oneTimeUntil() != null ? null : user.role();
        String path = request.getRequestURI();
        List<PageFrame.Entry> entries = role == null
                ? List.of()
                : items.stream()
                        .filter(item -> item.least().compareTo(role) <= 0)
                        .map(item -> new PageFrame.Entry(item.path(), item.key(), item.covers(path)))
                        .toList();
        return new PageFrame(
                PagePreferences.language(request).getLanguage(),
                PagePreferences.theme(request),
                FormGuard.token(request),
                user == null ? null : user.name(),
                user == null ? null : "role." + user.role().word(),
                user != null && user.isLocal(),
                role != null && role.compareTo(StaffRole.DESK) >= 0,
                role == StaffRole.ADMIN,
                entries,
                here(request));
    }

    /** Paths of scripts, styles and pictures. */
    @ModelAttribute("assets")
    PageAssets assets() {
        return assets;
    }

    /** Times in the zone and language of the page. */
    @ModelAttribute("times")
    PageTimes times() {
        return times;
    }

    /** Sentences of the service in the language of the page. */
    @ModelAttribute("sentences")
    PageSentences sentences() {
        return sentences;
    }

    private static @Nullable StaffUser user(HttpServletRequest request) {
        @Nullable Principal who = request.getUserPrincipal();
        return who instanceof Authentication known && known.getPrincipal() instanceof StaffUser user ? user : null;
    }

    /** A form that was refused is shown at its own path, which may be opened by GET as well. */
    private static String here(HttpServletRequest request) {
        StringBuilder here = new StringBuilder(request.getRequestURI()).append('?');
        if (request.getMethod().equals("GET")) {
            request.getParameterMap().forEach((name, values) -> {
                if (!name.equals("language") && !name.equals("theme")) {
                    for (String value : values) {
                        here.append(encoded(name))
                                .append('=')
                                .append(encoded(value))
                                .append('&');
                    }
                }
            });
        }
        return here.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
