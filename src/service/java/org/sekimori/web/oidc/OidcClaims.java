package org.sekimori.web.oidc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a verified ID token says of a person, with what the provider says beside it. A claim of another shape than the one that is asked for is never guessed at.
 *
 * @param issuer of the token
 * @param subject the person's lasting id at the issuer
 * @param values all claims by name
 */
public record OidcClaims(String issuer, String subject, Map<String, Object> values) {

    private static final int MOST_TEXT = 320;
    private static final int MOST_NAMES = 30;

    /** What only the signed token says: for whom and when it was made, and how the person logged in. */
    private static final Set<String> OF_THE_TOKEN =
            Set.of("iss", "sub", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "sid", "acr", "amr", "auth_time");

    public OidcClaims {
        values = Map.copyOf(values);
    }

    /** The same with what UserInfo says, where the ID token says nothing. */
    OidcClaims with(Map<String, Object> said) {
        Map<String, Object> all = new HashMap<>(said);
        all.keySet().removeAll(OF_THE_TOKEN);
        // A name with dots would come before the token's claim of the same path.
        all.keySet().removeIf(name -> value(name) != null);
        all.putAll(values);
        return new OidcClaims(issuer, subject, all);
    }

    /** A claim has another shape than it must have. */
    public static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;

        ShapeException(String claim, String shape) {
            super("the claim " + claim + " must be " + shape);
        }
    }

    /**
     * A claim by its name, or by a path with dots into objects, such as {@code realm_access.roles}. Names with dots of their own, such as
     * {@code https://isp.example/roles}, come first.
     */
    private @Nullable Object value(String claim) {
        if (values.containsKey(claim)) {
            return values.get(claim);
        }
        @Nullable Object at = values;
        for (String name : claim.split("\\.", -1)) {
            at = at instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return at;
    }

    /** A text; empty without one, or if it is none that can be shown. */
    public Optional<String> text(String claim) {
        return value(claim) instanceof String text && !text.isBlank() && text.length() <= MOST_TEXT
                ? Optional.of(text.strip())
                : Optional.empty();
    }

    /**
     * A list of texts, or one text; empty without the claim.
     *
     * @throws ShapeException if it is anything else
     */
    public List<String> texts(String claim) throws ShapeException {
        @Nullable Object found = value(claim);
        if (found == null) {
            return List.of();
        }
        Collection<?> all = found instanceof Collection<?> several ? several : List.of(found);
        List<String> texts = new ArrayList<>();
        for (Object one : all) {
            if (!(one instanceof String text)) {
                throw new ShapeException(claim, "a text or a list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** Whether a claim is {@code true}. Some providers write booleans as texts. */
    public boolean isTrue(String claim) {
        @Nullable Object found = value(claim);
        return Boolean.TRUE.equals(found) || "true".equals(found);
    }

    /** Whether a claim is {@code false}, which differs from a missing one. */
    public boolean isFalse(String claim) {
        @Nullable Object found = value(claim);
        return Boolean.FALSE.equals(found) || "false".equals(found);
    }

    /** Names of claims, for the audit trail: without what they say, and without names that would fill a line. */
    public List<String> names() {
        return values.keySet().stream()
                .filter(name -> name.matches("[A-Za-z0-9_.:/-]{1,60}"))
                .sorted()
                .limit(MOST_NAMES)
                .toList();
    }

    /** Whether the log-in was as strong as required; an empty set requires nothing. */
    boolean isStrong(Set<String> acr, Set<String> amr) throws ShapeException {
        boolean level = acr.isEmpty() || text("acr").filter(acr::contains).isPresent();
        Stream<String> methods = amr.isEmpty() ? Stream.empty() : texts("amr").stream();
        return level && (amr.isEmpty() || methods.anyMatch(amr::contains));
    }
}
