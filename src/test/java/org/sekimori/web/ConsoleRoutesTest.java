package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.rig.OidcProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the console is refused to those without its role; a new one is walked by itself. */
class ConsoleRoutesTest extends ConsoleTestBase {

    private static final String LOG_IN = "/console/log-in";

    /** Leads to the identity provider, or back to the log-in. */
    private static final String OIDC = LOG_IN + "/oidc";

    /** Takes what the provider has signed, whoever sends it. */
    private static final String BACK_CHANNEL = OIDC + "/back-channel";

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    private static final class Route {
        private final String method;
        private final String path;

        Route(String method, String path) {
            this.method = method;
            this.path = path;
        }
    }

    private Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        for (Map.Entry<RequestMappingInfo, HandlerMethod> one :
                mapping.getHandlerMethods().entrySet()) {
            for (String path : one.getKey().getPatternValues()) {
                if (path.startsWith("/console")) {
                    assertThat(one.getKey().getMethodsCondition().getMethods())
                            .as("%s says to which methods it answers", path)
                            .isNotEmpty();
                    one.getKey()
                            .getMethodsCondition()
                            .getMethods()
                            .forEach(method -> routes.put(
                                    method + " " + path,
                                    new Route(method.name(), path.replaceAll("\\{[^}]*}", "K7QX-3M2P"))));
                }
            }
        }
        assertThat(routes).containsKeys("GET /console/", "POST /console/log-out", "POST /console/log-in");
        return routes;
    }

    private static HttpResponse<String> ask(PageClient client, Route route) {
        return client.send(route.method, route.path, route.method.equals("GET") ? null : "form_token=x");
    }

    @Test
    void withoutASessionEveryRouteLeadsToTheLogInWhateverElseIsShown() {
        String mail = Base64.getEncoder()
                .encodeToString("alice@isp.example:correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String key = Objects.requireNonNull(local().key());
        for (PageClient stranger : new PageClient[] {
            client(),
            client().with("Authorization", "Basic " + mail),
            client().with("Authorization", "Bearer " + key),
            client().with("Cookie", "sekimori-console=guess")
        }) {
            routes().forEach((name, route) -> {
                HttpResponse<String> reply = ask(stranger, route);
                if (route.path.equals(BACK_CHANNEL)) {
                    assertThat(reply.statusCode()).as(name).isEqualTo(400);
                } else if (route.path.equals(LOG_IN)) {
                    assertThat(reply.statusCode()).as(name).isEqualTo(route.method.equals("GET") ? 200 : 403);
                } else if (route.method.equals("GET")) {
                    assertThat(reply.statusCode()).as(name).isEqualTo(303);
                    String location = reply.headers().firstValue("Location").orElse("");
                    assertThat(location.startsWith(LOG_IN)
                                    || route.path.equals(OIDC) && location.startsWith(OidcProvider.ISSUER))
                            .as("%s leads to %s", name, location)
                            .isTrue();
                } else {
                    assertThat(reply.statusCode()).as(name).isEqualTo(401);
                }
            });
        }
    }

    @Test
    void whoseRoleIsTooLowIsRefusedAndWhoeverHasYetToChooseAPassword() {
        PageClient analyst = loggedIn("ito");
        PageClient fresh = client();
        fresh.logIn("kato", ONE_TIME);
        routes().forEach((name, route) -> {
            boolean own = route.path.equals("/console/password")
                    || route.path.equals("/console/log-out")
                    || route.path.equals(BACK_CHANNEL);
            if (!own && !route.path.equals(LOG_IN)) {
                if (!route.method.equals("GET")) {
                    HttpResponse<String> reply = ask(analyst, route);
                    assertThat(reply.statusCode()).as(name).isEqualTo(403);
                    // Analysts may start a backtest, which changes nothing; only the token of the form is wrong here.
                    assertThat(reply.body())
                            .as(name)
                            .contains(
                                    route.path.startsWith("/console/backtests")
                                            ? "this form is out of date"
                                            : "Your role does not allow this");
                }
                assertThat(ask(fresh, route).statusCode()).as(name).isEqualTo(route.method.equals("GET") ? 303 : 403);
            }
        });
        assertThat(loggedIn("sato")
                        .send("POST", "/console/rules/x", "form_token=x")
                        .statusCode())
                .as("rules are for administrators")
                .isEqualTo(403);
    }

    @Test
    void noFormIsTakenWithoutItsToken() {
        PageClient admin = loggedIn("mori");
        routes().forEach((name, route) -> {
            if (!route.method.equals("GET") && !route.path.equals(BACK_CHANNEL)) {
                HttpResponse<String> reply = ask(admin, route);
                assertThat(reply.statusCode()).as(name).isEqualTo(403);
                assertThat(reply.body()).as(name).contains("this form is out of date");
            }
        });
    }
}
