package org.sekimori.api.health;

import org.sekimori.geo.GatewayDetector;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether clients appear with their own addresses. {@code DEGRADED}, answered with 200, when a gateway seems to hide most of
 * them: mail is decided, but rules about countries are ineffective.
 */
@Component("clients")
public class ClientAddressHealth implements HealthIndicator {

    private final GatewayDetector gateways;

    ClientAddressHealth(GatewayDetector gateways) {
        this.gateways = gateways;
    }

    @Override
    public Health health() {
        GatewayDetector.SharedAddresses picture = gateways.sharedAddresses();
        Health.Builder health =
                picture.gatewaySuspected() || picture.addressesMissing() ? Health.status("DEGRADED") : Health.up();
        health.withDetail("accounts", picture.accounts()).withDetail("sharing_internal_addresses", picture.shared());
        if (picture.unlocated() > 0) {
            health.withDetail("without_client_address", picture.unlocated());
        }
        if (picture.busiest() != null) {
            health.withDetail("busiest_internal_address", picture.busiest());
        }
        if (picture.gatewaySuspected()) {
            health.withDetail(
                    "problem",
                    "a proxy or container gateway seems to hide the clients; let it pass their addresses on"
                            + " (docs/postfix.md, 'Behind a proxy')");
        } else if (picture.addressesMissing()) {
            health.withDetail(
                    "problem",
                    "most accounts submit without the address of their client; let the front end pass it on, and programs"
                            + " that ask over HTTP send client_address (docs/postfix.md, 'Behind a proxy')");
        }
        return health.build();
    }
}
