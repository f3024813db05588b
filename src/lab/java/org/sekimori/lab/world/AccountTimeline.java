package org.sekimori.lab.world;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/**
 * All events of one account.
 *
 * @param account its name, in one of {@link WorldSettings}'s domains
 * @param honestClass class of its owner, one of {@link SyntheticWorld#honestClasses()}
 * @param attack the attack on it; null for most accounts
 * @param happenings by rising time; at the same instant in the server's order
 */
public record AccountTimeline(
        Account account, String honestClass, @Nullable Attack attack, List<TimelineEvent> happenings) {

    public AccountTimeline {
        happenings = List.copyOf(happenings);
    }
}
