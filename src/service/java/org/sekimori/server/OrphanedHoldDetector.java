package org.sekimori.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Finds holds without effect, because log-ins of that name now resolve to another account: since an alias, a delimiter or a
 * separator was set, or since a version with another normalisation. They are not moved automatically: the other account may have
 * a hold of its own, or an owner whom an analyst must ask first.
 */
class OrphanedHoldDetector {

    private static final Logger log = LoggerFactory.getLogger(OrphanedHoldDetector.class);

    private final AccountStatus status;
    private final Account.LoginNormalizer naming;
    private final Set<String> mentioned = new HashSet<>();

    OrphanedHoldDetector(AccountStatus status, Account.LoginNormalizer naming, MeterRegistry registry) {
        this.status = status;
        this.naming = naming;
        Gauge.builder("sekimori.holds.unreached", this, holds -> holds.names().size())
                .description("Holds without effect, because log-ins of that name now resolve to another account")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "PT1M")
    void look() {
        Set<String> now = names();
        mentioned.retainAll(now);
        for (String name : now) {
            if (mentioned.add(name)) {
                log.warn(
                        "The hold of {} binds nobody: such log-ins are now {}. Hold that account if it is still needed, then"
                                + " release this one",
                        name,
                        naming.resolve(name).account());
            }
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String name : status.allHolds().keySet()) {
            if (!naming.resolve(name).account().name().equals(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
