package org.sekimori.lab.world;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/**
 * Everything that happens to one account.
 *
 * @param account its name, in one of {@link WorldSettings}'s domains
 * @param honestClass which kind of customer owns it, one of {@link SyntheticWorld#honestClasses()}
 * @param attack what was done to it, null for most accounts
 * @param happenings by rising time; those of the same instant in the order in which the server saw them
 */
public record AccountTimeline(
        Account account, String honestClass, @Nullable Attack attack, List<SyntheticEvent> happenings) {

    public AccountTimeline {
        happenings = List.copyOf(happenings);
    }
}
