package org.sekimori.web.my;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.oidc.OidcSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Log-in of customers by an OpenID Connect provider; off without an issuer.
 *
 * @param issuer as the provider writes it; null: off
 * @param clientId of the traveller's page at the provider
 * @param clientSecretFile file with the client's secret
 * @param address under which customers reach the page, without a path
 * @param label what the log-in page calls the provider; empty: the provider's log-in
 * @param scope beside {@code openid}
 * @param nameClaim claim with the log-in's name for the audit trail; without it the subject stands there
 * @param mailboxesClaim claim with the mailbox, or a list of mailboxes
 * @param verifiedClaim claim that must be {@code true}; null: {@code email_verified} if the mailbox is the claim {@code email}, else none;
 *     {@code none}: none
 * @param domains of mailboxes that are taken; empty: all
 * @param acr values of {@code acr} of which one is required
 * @param amr values of {@code amr} of which one is required
 * @param mailPasswordNotEnough the operator's word that nobody logs in at the provider with the mail password alone
 * @param userInfo whether claims that the ID token lacks are asked for by UserInfo
 * @param clockSkew how far the provider's clock may differ, at most 5 min
 */
@ConfigurationProperties("sekimori.my.oidc")
record MyOidcSettings(
        @Nullable String issuer,
        @Nullable String clientId,
        @Nullable Path clientSecretFile,
        @Nullable String address,
        @DefaultValue("") String label,
        @DefaultValue({"profile", "email"}) List<String> scope,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("email") String mailboxesClaim,
        @Nullable String verifiedClaim,
        @DefaultValue List<String> domains,
        @DefaultValue List<String> acr,
        @DefaultValue List<String> amr,
        @DefaultValue("false") boolean mailPasswordNotEnough,
        @DefaultValue("false") boolean userInfo,
        @DefaultValue("60s") Duration clockSkew) {

    private static final String REALM = "my";
    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";
    private static final String NONE = "none";
    private static final String PASSWORD = "pwd";

    MyOidcSettings {
        domains = domains.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
        verifiedClaim = Objects.requireNonNullElse(verifiedClaim, mailboxesClaim.equals(EMAIL) ? EMAIL_VERIFIED : NONE);
        if (issuer != null && acr.isEmpty() && amr.isEmpty() && !mailPasswordNotEnough) {
            throw new IllegalArgumentException(
                    "sekimori.my.oidc needs a log-in that the mail password alone does not open,"
                            + " or a thief of the password opens a grant: require a second factor by sekimori.my.oidc.amr (such as"
                            + " otp,hwk,swk,mfa) or sekimori.my.oidc.acr, or say with"
                            + " sekimori.my.oidc.mail-password-not-enough=true that the provider sees to it");
        }
        if (amr.contains(PASSWORD)) {
            throw new IllegalArgumentException(
                    "sekimori.my.oidc.amr must not contain pwd, since a password alone would do;"
                            + " name second factors, such as otp,hwk,swk,mfa");
        }
    }

    /** The claim that must be true; null for none. */
    @Nullable
    String required() {
        return NONE.equals(verifiedClaim) ? null : verifiedClaim;
    }

    /** The provider; null without one. */
    @Nullable
    OidcSettings provider() {
        return OidcSettings.of(
                REALM,
                issuer,
                clientId,
                clientSecretFile,
                address,
                MyOidcController.CALLBACK,
                scope,
                acr,
                amr,
                userInfo,
                clockSkew);
    }
}
