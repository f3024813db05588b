package org.sekimori.web.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, 3).
 *
 * @param userInfo where claims of a person are asked for; null if the provider offers none
 * @param endSession where people log out; null if the provider offers none
 * @param namesItself whether each answer carries the issuer (RFC 9207)
 * @param secretInForm whether the client's secret is taken in the form only, and not in the header
 */
record ProviderMetadata(
        URI authorization,
        URI token,
        URI keys,
        @Nullable URI userInfo,
        @Nullable URI endSession,
        boolean namesItself,
        boolean secretInForm) {

    /**
     * Reads the document.
     *
     * @throws IOException if it is another issuer's, or lacks what is needed
     */
    static ProviderMetadata read(JsonNode document, String issuer) throws IOException {
        String named = document.path("issuer").asString("");
        if (!named.equals(issuer)) {
            throw new IOException("its document names another issuer; write it in the settings as the provider does,"
                    + " with or without a slash at the end");
        }
        List<String> methods = new ArrayList<>();
        document.path("token_endpoint_auth_methods_supported").forEach(one -> methods.add(one.asString("")));
        return new ProviderMetadata(
                address(document, "authorization_endpoint", issuer),
                address(document, "token_endpoint", issuer),
                address(document, "jwks_uri", issuer),
                optional(document, "userinfo_endpoint", issuer),
                optional(document, "end_session_endpoint", issuer),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false),
                // Without the list the header is meant.
                methods.contains("client_secret_post") && !methods.contains("client_secret_basic"));
    }

    private static @Nullable URI optional(JsonNode document, String name, String issuer) throws IOException {
        return document.path(name).isString() ? address(document, name, issuer) : null;
    }

    private static URI address(JsonNode document, String name, String issuer) throws IOException {
        try {
            URI uri = new URI(document.path(name).asString(""));
            if (uri.getHost() != null && uri.getRawFragment() == null && OidcSettings.isSafe(uri, issuer)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new IOException("its document has no " + name + " with https");
    }
}
