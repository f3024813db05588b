package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Who may read metrics: whoever is on this machine, and the holder of a key with the scope for it. What a proxy on this machine
 * passes on comes from elsewhere.
 */
final class MetricsAccess implements AuthorizationManager<RequestAuthorizationContext> {

    private static final AuthorizationDecision HERE = new AuthorizationDecision(true);
    private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final AuthorizationManager<RequestAuthorizationContext> scope =
            AuthorityAuthorizationManager.hasAuthority(Scope.METRICS_READ.word());

    @Override
    public @Nullable AuthorizationResult authorize(
            Supplier<? extends Authentication> who, RequestAuthorizationContext context) {
        return onThisMachine(context.getRequest()) ? HERE : scope.authorize(who, context);
    }

    private static boolean onThisMachine(HttpServletRequest request) {
        try {
            return PASSED_ON.stream().allMatch(header -> request.getHeader(header) == null)
                    && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
