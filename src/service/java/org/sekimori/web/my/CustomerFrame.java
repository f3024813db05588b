package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.web.my.ProviderBrand.BrandFile;
import org.sekimori.web.page.PageAssets;
import org.sekimori.web.page.PagePreferences;
import org.sekimori.web.session.FormGuard;
import org.springframework.ui.Model;

/** What every page for customers shows around its content: the provider, and how it is reached. */
final class CustomerFrame {

    /** Parameters that say which page it is. */
    private static final Set<String> KEPT = Set.of("m", "country", "zone", "at");

    private final RulebookAdmin rulebooks;
    private final ProviderBrand brand;
    private final PageAssets assets;
    private final MySettings settings;

    CustomerFrame(RulebookAdmin rulebooks, ProviderBrand brand, PageAssets assets, MySettings settings) {
        this.rulebooks = rulebooks;
        this.brand = brand;
        this.assets = assets;
        this.settings = settings;
    }

    /** The policy of an account; the defaults if none is known. */
    DomainPolicy policy(@Nullable Account account) {
        return account == null
                ? rulebooks.state().rulebook().policies().defaults()
                : rulebooks.state().rulebook().policies().of(account);
    }

    /** The provider's name for the customers of an account; without one, the general phrase. */
    String provider(@Nullable Account account, Locale language) {
        return rulebooks.state().rulebook().placeholderValues(account, language).getOrDefault("provider", "");
    }

    /**
     * Fills in what the frame shows.
     *
     * @param account whose provider it is; null while nobody is known
     */
    void fill(Model model, HttpServletRequest request, Locale language, @Nullable Account account) {
        DomainPolicy policy = policy(account);
        @Nullable BrandFile logo = brand.logo();
        model.addAttribute("provider", provider(account, language));
        model.addAttribute("phone", policy.phone());
        model.addAttribute("contact", policy.contact());
        model.addAttribute("webmail", link(policy.webmail()));
        model.addAttribute("portalUrl", settings.portalUrl());
        model.addAttribute("brandStyle", "/my/brand/" + brand.style().hash() + ".css");
        model.addAttribute("pageStyle", assets.path("my.css"));
        model.addAttribute("logo", logo == null ? "" : "/my/logo/" + logo.hash());
        model.addAttribute("icon", logo == null ? assets.path("sekimori.svg") : "/my/logo/" + logo.hash());
        model.addAttribute("language", language.getLanguage());
        model.addAttribute("theme", PagePreferences.theme(request));
        model.addAttribute("formToken", FormGuard.token(request));
        model.addAttribute("here", here(request));
    }

    /** Path and query of the page, ready for one more parameter. What was just done is not said again, and no link's token is repeated. */
    private static String here(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.equals("/my/enter")) {
            return "/my/log-in?";
        }
        if (!request.getMethod().equals("GET")) {
            return path.startsWith("/asked/") || path.equals("/my/plan") ? path + "?" : "/my?";
        }
        StringBuilder here = new StringBuilder(path).append('?');
        request.getParameterMap().forEach((name, values) -> {
            if (KEPT.contains(name)) {
                for (String value : values) {
                    here.append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                            .append('&');
                }
            }
        });
        return here.toString();
    }

    /** A web address as it is; empty if it is none, so that nothing else becomes a link. */
    static String link(String address) {
        return address.matches("https?://[^\\s\"<>]+") ? address : "";
    }
}
