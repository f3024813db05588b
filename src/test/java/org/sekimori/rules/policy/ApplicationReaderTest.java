package org.sekimori.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.rules.source.RulebookException;

/** Clients of policy.yml that do not log in, and what is wrong with them. */
class ApplicationReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app:a@isp.example: {sender_domains: [shop.example]}|needs 'networks' or 'certificates'",
                "app:a@isp.example: {}|needs 'networks' or 'certificates'",
                "shop@isp.example: {networks: [192.0.2.1]}|begins with app:, as app:shop@isp.example",
                "app:shop: {networks: [192.0.2.1]}|written with its domain",
                "app:a@isp.example: {networks: [0.0.0.0/0]}|is too large",
                "app:a@isp.example: {networks: [192.0.2.300]}|192.0.2.300",
                "app:a@isp.example: {network: [192.0.2.1]}|'network'",
                "app:a@isp.example: {networks: [192.0.2.1], sender_domains: [a@b.example]}|such as shop.example",
                "app:a@isp.example: {certificates: ['']}|ccert_subject",
                "app:a@isp.example: 192.0.2.1|app:a@isp.example",
            })
    void aFaultIsNamedWithItsLine(String line, String fault) {
        assertThatThrownBy(() -> DomainPolicies.parse("applications:\n  " + line + "\n"))
                .isInstanceOf(RulebookException.class)
                .hasMessageContainingAll("policy.yml:2", fault);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "192.0.2.2, false"})
    void theNetworksOfAnApplicationAreItsHome(String network, boolean home) throws RulebookException {
        DomainPolicies policies = DomainPolicies.parse("""
                defaults: {home: [JP]}
                applications:
                  app:a@isp.example: {networks: [192.0.2.1]}
                """);

        assertThat(policies.of(Account.of("app:a@isp.example")).homeNetworks().stream()
                        .anyMatch(own -> own.contains(ClientAddress.of(network))))
                .isEqualTo(home);
    }
}
