package org.sekimori.api.security;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.keys.ApiScope;
import org.sekimori.api.server.WebServerConfiguration;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Grants access to metrics: at the management port, which listens on loopback, and with a key of the right scope. At the port of
 * the API a loopback address proves nothing: a local proxy has it as well, and not every proxy names its client.
 */
final class MetricsAuthorization implements AuthorizationManager<RequestAuthorizationContext> {

    private static final AuthorizationDecision HERE = new AuthorizationDecision(true);

    private final AuthorizationManager<RequestAuthorizationContext> scope =
            AuthorityAuthorizationManager.hasAuthority(ApiScope.METRICS_READ.word());

    @Override
    public @Nullable AuthorizationResult authorize(
            Supplier<? extends Authentication> who, RequestAuthorizationContext context) {
        return context.getRequest().getAttribute(WebServerConfiguration.MANAGEMENT) != null
                ? HERE
                : scope.authorize(who, context);
    }
}
