package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.mail.Account;
import org.sekimori.web.my.CustomerOidc.NoMailboxException;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.oidc.OidcClaims;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the claims of a customer mean under different settings, and which settings are refused. */
class CustomerOidcTest {

    private static final String ISSUER = "https://id.isp.example";

    private static MyOidcSettings settings(String... more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "issuer", ISSUER,
                "client-id", "my",
                "client-secret-file", "/nowhere",
                "address", "https://my.isp.example",
                "amr", "otp"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        Map<String, String> named = new HashMap<>();
        all.forEach((name, value) -> named.put("sekimori.my.oidc." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bind("sekimori.my.oidc", MyOidcSettings.class)
                .get();
    }

    private static CustomerLogin read(MyOidcSettings settings, Map<String, Object> claims) throws NoMailboxException {
        return new CustomerOidc(settings, new Account.LoginNormalizer("isp.example", "+"), null)
                .read(new OidcClaims(ISSUER, "4711", claims));
    }

    @Test
    void aVerifiedAddressIsAMailbox() throws NoMailboxException {
        CustomerLogin login = read(
                settings(),
                Map.of("email", "Hanako@ISP.example", "email_verified", "true", "name", "Hanako", "locale", "ja-JP"));
        assertThat(login.mailboxes()).containsExactly(Account.of("hanako@isp.example"));
        assertThat(login.name()).as("without a name of the log-in").isEqualTo("4711");
        assertThat(login.language()).isEqualTo(Locale.JAPANESE);
    }

    static Stream<Arguments> none() {
        return Stream.of(
                Arguments.of(Map.of("email", "hanako@isp.example"), "email_verified is not true"),
                Arguments.of(
                        Map.of("email", "hanako@isp.example", "email_verified", false), "email_verified is not true"),
                Arguments.of(Map.of("email_verified", true), "from 1 to 20"),
                Arguments.of(
                        Map.of("email", "me@gmail.example", "email_verified", true), "no account of this provider"),
                Arguments.of(
                        Map.of("email", List.of("hanako@isp.example", "me@x.example"), "email_verified", true),
                        "no account of this provider"),
                Arguments.of(Map.of("email", 7, "email_verified", true), "must be a text or a list of texts"));
    }

    @ParameterizedTest
    @MethodSource("none")
    void nobodyIsLetInWithoutAnAddressThatTheProviderVouchesForAndThatIsOurs(Map<String, Object> claims, String why) {
        assertThatThrownBy(() -> read(settings("domains", "isp.example"), claims))
                .isInstanceOf(NoMailboxException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("@");
    }

    @Test
    void mailboxesThatOnlyTheProviderWritesNeedNoOtherClaim() throws NoMailboxException {
        MyOidcSettings settings = settings("mailboxes-claim", "extn.mailboxes");
        CustomerLogin login = read(
                settings,
                Map.of(
                        "extn",
                        Map.of("mailboxes", List.of("hanako@isp.example", "info", "HANAKO@isp.example")),
                        "preferred_username",
                        "hanako"));
        assertThat(login.mailboxes()).containsExactly(Account.of("hanako@isp.example"), Account.of("info@isp.example"));
        assertThat(login.name()).isEqualTo("hanako");
        assertThat(read(settings, Map.of("extn.mailboxes", "info@isp.example", "preferred_username", "a via portal"))
                        .name())
                .as("a name that would change how the audit trail reads")
                .isEqualTo("4711");
    }

    @Test
    void aLogInThatTheMailPasswordMayOpenIsNotTakenUnasked() {
        assertThatThrownBy(() -> settings("amr", ""))
                .rootCause()
                .hasMessageContaining("sekimori.my.oidc.amr")
                .hasMessageContaining("sekimori.my.oidc.mail-password-not-enough=true");
        assertThatThrownBy(() -> settings("amr", "otp,pwd")).rootCause().hasMessageContaining("must not contain pwd");
        assertThat(settings("amr", "", "mail-password-not-enough", "true").provider())
                .isNotNull();
        assertThat(settings("amr", "", "acr", "c1").provider()).isNotNull();
    }

    @Test
    void addressesWithoutTlsAndMissingOnesAreNamed() {
        for (String wrong :
                List.of("http://id.isp.example", "https://id.isp.example?x=1", "id.isp.example", "ftp://x")) {
            assertThatThrownBy(() -> settings("issuer", wrong).provider())
                    .hasMessageContaining("sekimori.my.oidc.issuer must be an address with https");
        }
        assertThatThrownBy(
                        () -> settings("address", "https://my.isp.example/my").provider())
                .hasMessageContaining("sekimori.my.oidc.address must be without a path");
        assertThatThrownBy(() -> settings("client-id", "").provider())
                .hasMessageContaining("sekimori.my.oidc.client-id is missing");
        assertThatThrownBy(() -> settings("clock-skew", "10m").provider())
                .hasMessageContaining("sekimori.my.oidc.clock-skew must be from 0 to 300 seconds");
    }
}
