package org.sekimori.api.health;

import org.sekimori.geo.GatewayDetector;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Says whether clients are seen at their own addresses. Where a gateway seems to hide most of them it is {@code DEGRADED},
 * still answered with 200: mail goes on, but rules about countries protect nobody.
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
