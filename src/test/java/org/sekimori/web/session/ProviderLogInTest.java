package org.sekimori.web.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which log-ins a log-out of the provider means. */
class ProviderLogInTest {

    @Test
    void aSessionThatTheProviderNeverNamedEndsWithEachLogOutOfItsPerson() {
        ProviderLogIn unnamed = new ProviderLogIn("midori", null, null);

        assertThat(unnamed.is("midori", "first")).isTrue();
        assertThat(unnamed.is("midori", null)).isTrue();
        assertThat(unnamed.is("kenji", "first")).isFalse();
        assertThat(unnamed.is(null, "first")).as("nobody is named").isFalse();
    }

    @Test
    void aNamedSessionEndsAlone() {
        ProviderLogIn named = new ProviderLogIn("midori", "first", null);

        assertThat(named.is("midori", "first")).isTrue();
        assertThat(named.is("midori", "second")).isFalse();
        assertThat(named.is(null, "first")).isTrue();
        assertThat(named.is("kenji", "first")).isFalse();
        assertThat(named.is(null, null)).isFalse();
    }
}
