package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.stream.onetime.OneTimeIds;
import org.sekimori.stream.request.LogUnavailableException;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalTokens;
import org.sekimori.web.my.link.PortalTokens.Expired;
import org.sekimori.web.my.link.PortalTokens.Invalid;
import org.sekimori.web.my.link.PortalTokens.Valid;
import org.sekimori.web.my.link.PortalTokens.Verification;
import org.sekimori.web.oidc.OidcProblem;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PagePreferences;
import org.sekimori.web.session.SessionRealm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Lets customers in by the portal's link. No password is asked for or taken, that of the mailbox least of all. */
@PageController
class TravellerLogInController extends CustomerPages {

    private static final Logger logger = LoggerFactory.getLogger(TravellerLogInController.class);

    private static final Set<OidcProblem> TOLD = EnumSet.complementOf(EnumSet.of(OidcProblem.ROLE, OidcProblem.NAME));

    /** Links come from strangers, too. */
    private final ThrottledLogger refused = new ThrottledLogger(logger);

    private final PortalTokens tokens;
    private final ObjectProvider<OneTimeIds> used;
    private final SessionRealm<Traveller> realm;
    private final CustomerFrame frame;
    private final MySettings settings;
    private final CustomerOidc oidc;
    private final Clock clock;

    TravellerLogInController(
            PortalTokens tokens,
            ObjectProvider<OneTimeIds> used,
            SessionRealm<Traveller> realm,
            CustomerFrame frame,
            MySettings settings,
            CustomerOidc oidc,
            Clock clock) {
        super(frame);
        this.tokens = tokens;
        this.used = used;
        this.realm = realm;
        this.frame = frame;
        this.settings = settings;
        this.oidc = oidc;
        this.clock = clock;
    }

    /**
     * The page that leads to the log-in.
     *
     * @param left whether a log-out led here, of a customer who had come by {@code way}
     * @param next what a customer without a session asked for; of it nothing but a reference is kept
     * @param failed why the identity provider let nobody in, as a word of {@link OidcProblem}
     */
    @GetMapping("/my/log-in")
    String logIn(
            @RequestParam(defaultValue = "false") boolean left,
            @RequestParam(defaultValue = "") String way,
            @RequestParam(defaultValue = "") String next,
            @RequestParam(name = "oidc", defaultValue = "") String failed,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        String problem = OidcProblem.known(failed, TOLD);
        model.addAttribute(AskedReference.PARAMETER, left ? "" : AskedReference.keep(next, request, response));
        model.addAttribute(
                "leave", left && way.equals(Traveller.OIDC) && oidc.client().isPresent());
        return page(
                left ? "left" : problem.isEmpty() ? "" : "oidc." + problem,
                HttpStatus.OK,
                language,
                request,
                response,
                model);
    }

    /**
     * The portal's link. It is used up by the first GET, and the answer leads away from it at once, so that the token stays neither in the
     * address bar nor in a referrer. Browsers that fetch ahead are refused, and a HEAD uses nothing up.
     */
    @GetMapping("/my/enter")
    Object enter(
            @RequestParam(defaultValue = "") String token,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        // The token is in the address.
        response.setHeader("Referrer-Policy", "no-referrer");
        if (request.getMethod().equals("HEAD") || ahead(request)) {
            return page("invalid", HttpStatus.SERVICE_UNAVAILABLE, language, request, response, model);
        }
        Verification read = tokens.read(token, clock.instant());
        if (read instanceof Expired) {
            return page("expired", HttpStatus.GONE, language, request, response, model);
        }
        if (read instanceof Invalid invalid) {
            refused.warn("A link to the traveller's page was refused: " + invalid.why());
            return page("invalid", HttpStatus.BAD_REQUEST, language, request, response, model);
        }
        Valid valid = (Valid) read;
        try {
            if (!used.getObject().use(valid.id())) {
                refused.warn("A link to the traveller's page was used again, by " + request.getRemoteAddr());
                return page("used", HttpStatus.GONE, language, request, response, model);
            }
        } catch (LogUnavailableException e) {
            refused.warn("A link to the traveller's page could not be taken", e);
            return page("log", HttpStatus.SERVICE_UNAVAILABLE, language, request, response, model);
        }
        realm.begin(new Traveller(valid.login(), "portal"), request, response);
        keepLanguage(valid.login(), request, response);
        return LocalPath.redirect(AskedReference.take(request, response));
    }

    /** Whether a browser only fetches ahead, as older ones said it, too. */
    private static boolean ahead(HttpServletRequest request) {
        return Stream.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
                .map(request::getHeader)
                .anyMatch(purpose -> purpose != null && (purpose.contains("prefetch") || purpose.contains("preview")));
    }

    /** Shows the pages in the language that the log-in names, if it names one. */
    static void keepLanguage(CustomerLogin login, HttpServletRequest request, HttpServletResponse response) {
        if (login.language() != null) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from("sekimori-language", login.language().getLanguage())
                            .path("/")
                            .sameSite("Lax")
                            .httpOnly(true)
                            .secure(PagePreferences.secure(request))
                            .build()
                            .toString());
        }
    }

    private String page(
            String why,
            HttpStatus status,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        frame.fill(model, request, language, null);
        model.addAttribute("why", why);
        model.addAttribute("code", settings.code());
        model.addAttribute("oidc", oidc.client().isPresent());
        model.addAttribute("oidcLabel", oidc.label());
        // Without a portal, and without anything else, the provider's page is still the place to ask.
        model.addAttribute(
                "portal", settings.portalKeys() != null || oidc.client().isEmpty());
        response.setStatus(status.value());
        return "my/log-in";
    }
}
