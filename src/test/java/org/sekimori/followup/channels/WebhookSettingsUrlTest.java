package org.sekimori.followup.channels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a webhook may go: what is said in clear must not leave the machine, whatever a name means tomorrow. */
class WebhookSettingsUrlTest {

    private static WebhookSettings to(String url) {
        return new WebhookSettings(
                "soc", URI.create(url), WebhookSettings.Form.GENERIC, null, null, Set.of(NoticeKind.CASE_OPENED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://soc.isp.example/hook",
                "http://localhost:8088/hook",
                "http://127.0.0.1/hook",
                "http://[::1]:8088/hook"
            })
    void tlsOrThisMachine(String url) {
        Assertions.assertThatNoException().isThrownBy(() -> to(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/hook",
                "http://localhost.attacker.example/hook",
                "http://127.0.0.1.attacker.example/hook",
                "http://127.1/hook",
                "http://0/hook",
                "http://[::ffff:10.0.0.1]/hook",
                "http://localhost@10.0.0.1/hook",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "//127.0.0.1/hook"
            })
    void nothingElse(String url) {
        assertThatThrownBy(() -> to(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url must begin with https://");
    }
}
