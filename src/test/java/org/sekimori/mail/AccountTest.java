package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account.Naming;

/** Which log-ins are one mailbox, and which are none. */
class AccountTest {

    private static final Naming NAMING = new Naming("ISP.example", "+.");

    @ParameterizedTest
    @ValueSource(strings = {"@isp.example", " @isp.example ", "@", "@ISP.EXAMPLE"})
    void aLoginWithNothingBeforeItsAtSignIsRefused(String login) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NAMING.account(login))
                .withMessage("account has nothing before its at sign; give the whole SASL username");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice@isp.example",
        "alice@, alice@isp.example",
        "ALICE@Isp.Example, alice@isp.example",
        "alice@other.example, alice@other.example",
    })
    void aLoginGetsTheDefaultDomainIfItHasNone(String login, String name) {
        assertThat(NAMING.account(login).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "alice.shop@isp.example, alice@isp.example",
        "alice+shop.2@isp.example, alice@isp.example",
        "alice.shop+2@isp.example, alice@isp.example",
        "+alice@isp.example, +alice@isp.example",
        ".alice@isp.example, .alice@isp.example",
        "alice-shop@isp.example, alice-shop@isp.example",
    })
    void eachDelimiterStartsASubAddressExceptAtTheBeginning(String login, String name) {
        assertThat(NAMING.account(login).name()).isEqualTo(name);
    }

    @Test
    void withoutDelimitersNamesStayWhole() {
        assertThat(Naming.PLAIN.account("alice.b+shop@isp.example").name()).isEqualTo("alice.b+shop@isp.example");
    }
}
