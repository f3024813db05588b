package org.sekimori.intake.authpolicy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of {@code allow} or {@code report}: weakforced's login tuple as Dovecot sends it ({@code auth-policy.c}). Other fields
 * are ignored, the hash of the password is only compared.
 *
 * @param login the SASL username; empty if the client gave none
 * @param remote the client's address; empty if unknown
 * @param protocol Dovecot's word in lower case, such as {@code imap}; empty if unknown
 * @param passwordHash a few bits of a hash of name and password; empty if unknown
 * @param tls version of TLS if known, {@code TLS} if only its use is known; null without TLS
 * @param success whether the password was right; null if not said
 * @param policyReject whether the policy refused it, so that it is not about a password
 * @param failType the kind of failure in Dovecot 2.4, such as {@code credentials} or {@code internal}; empty if not said
 */
record LogInRequest(
        String login,
        String remote,
        String protocol,
        String passwordHash,
        @Nullable String tls,
        @Nullable Boolean success,
        boolean policyReject,
        String failType) {

    /** Largest body, in bytes: the client's identification (IMAP ID) is among the fields. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 8;
    private static final String CLIENT_TLS = "tls_ver";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException with one sentence on its fault
     */
    static LogInRequest read(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new IllegalArgumentException("the body is larger than " + MAX_BYTES + " bytes");
        }
        Map<String, String> texts = new HashMap<>();
        Map<String, Boolean> flags = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the body is not a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getString());
                } else if (value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE) {
                    flags.put(name, value == JsonToken.VALUE_TRUE);
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is not JSON: " + QuotedText.of(e.getOriginalMessage()), e);
        }
        if (!texts.containsKey("login")) {
            throw new IllegalArgumentException("\"login\" is missing, or is not a string");
        }
        return of(texts, flags);
    }

    private static LogInRequest of(Map<String, String> texts, Map<String, Boolean> flags) {
        String version = texts.getOrDefault(CLIENT_TLS, "");
        boolean secured = flags.getOrDefault("tls", false);
        String remote = texts.getOrDefault("remote", "");
        int zone = remote.indexOf('%');
        return new LogInRequest(
                texts.getOrDefault("login", ""),
                zone < 0 ? remote : remote.substring(0, zone),
                texts.getOrDefault("protocol", "").toLowerCase(Locale.ROOT),
                texts.getOrDefault("pwhash", ""),
                version.isEmpty() ? (secured ? "TLS" : null) : version,
                flags.get("success"),
                flags.getOrDefault("policy_reject", false),
                texts.getOrDefault("fail_type", "").toLowerCase(Locale.ROOT));
    }

    /** Whether a failure says that the password was wrong. Dovecot 2.3 and weakforced's older clients do not give a kind. */
    boolean wrongPassword() {
        return failType.isEmpty() || failType.equals("credentials") || failType.equals("account");
    }
}
