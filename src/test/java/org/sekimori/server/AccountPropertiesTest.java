package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sekimori.mail.AccountAliases;

/** What an operator reads whose settings for log-ins make no sense. */
class AccountPropertiesTest {

    @Test
    void aSettingThatMakesNoSenseIsNamedAsAProperty() {
        assertThatThrownBy(() -> new SekimoriProperties.Naming("", "+", "+", "").naming(() -> AccountAliases.NONE))
                .isInstanceOf(UserFacingException.class)
                .hasMessage("the property sekimori.account.separators must not have +, which stands in"
                        + " sub-address-delimiters as well");
        assertThatThrownBy(() ->
                        new SekimoriProperties.Naming("isp example", "", "%", "").naming(() -> AccountAliases.NONE))
                .isInstanceOf(UserFacingException.class)
                .hasMessageStartingWith("the property sekimori.account.default-domain must be a domain");
    }

    @Test
    void emptyMeansOff() {
        assertThat(new SekimoriProperties.Naming("", "", "", "")
                        .naming(() -> AccountAliases.NONE)
                        .account("bob%isp.example")
                        .name())
                .isEqualTo("bob%isp.example");
    }
}
