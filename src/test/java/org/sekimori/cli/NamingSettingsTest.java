package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sekimori.mail.Aliases;

/** What an operator reads whose settings for log-ins make no sense. */
class NamingSettingsTest {

    @Test
    void aSettingThatMakesNoSenseIsNamedAsAProperty() {
        assertThatThrownBy(() -> new Settings.Naming("", "+", "+", "").naming(() -> Aliases.NONE))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("the property sekimori.account.separators must not have +, which stands in"
                        + " sub-address-delimiters as well");
        assertThatThrownBy(() -> new Settings.Naming("isp example", "", "%", "").naming(() -> Aliases.NONE))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("the property sekimori.account.default-domain must be a domain");
    }

    @Test
    void emptyMeansOff() {
        assertThat(new Settings.Naming("", "", "", "")
                        .naming(() -> Aliases.NONE)
                        .account("bob%isp.example")
                        .name())
                .isEqualTo("bob%isp.example");
    }
}
