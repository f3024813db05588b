package org.sekimori.api.request;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Gives controllers the account that a request is about: from the query parameter {@code account} under {@code /v1/account/}, which
 * names every account, or from the path under {@code /v1/accounts/}, for names that every proxy leaves alone ({@code
 * docs/adr/0017-accounts-in-the-query.md}).
 */
@Component
public class AccountArgumentResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    static final String NAME = "account";

    /** The name as sent, to find records stored under a name that now normalises differently or not at all. */
    public record AsSent(String name) {}

    /** Characters that servers and proxies decode, cut off or take for segment borders. */
    private static final String UNSAFE_IN_PATH = "/\\;%?#";

    private final Account.LoginNormalizer naming;

    AccountArgumentResolver(Account.LoginNormalizer naming) {
        this.naming = naming;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return Set.of(Account.class, AsSent.class).contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        @Nullable String inPath = inPath(request);
        String @Nullable [] inQuery = request.getParameterValues(NAME);
        if (inPath != null) {
            return named(checked(inPath, inQuery), parameter);
        }
        if (inQuery == null) {
            throw ApiProblems.field(NAME, "is missing; name it in the query, such as ?account=alice%40isp.example");
        }
        if (inQuery.length > 1) {
            throw ApiProblems.field(NAME, "is given " + inQuery.length + " times; once is enough");
        }
        return named(inQuery[0], parameter);
    }

    private Object named(String name, MethodParameter parameter) {
        return parameter.getParameterType().equals(AsSent.class)
                ? new AsSent(name)
                : CommandMetadata.account(name, naming);
    }

    private static @Nullable String inPath(NativeWebRequest request) {
        Object variables =
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        return variables instanceof Map<?, ?> map && map.get(NAME) instanceof String name ? name : null;
    }

    /** Refuses names that some proxies rewrite, so that results do not depend on the proxy. */
    private static String checked(String name, String @Nullable [] inQuery) {
        if (inQuery != null) {
            throw ApiProblems.field(
                    NAME, "is named in the path and in the query; use /v1/account/ with the query alone");
        }
        if (name.equals(".") || name.equals("..") || name.chars().anyMatch(c -> UNSAFE_IN_PATH.indexOf(c) >= 0)) {
            throw ApiProblems.field(
                    NAME,
                    "cannot be named in a path with one of " + UNSAFE_IN_PATH
                            + "; use /v1/account/ with ?account= instead of /v1/accounts/");
        }
        return name;
    }
}
