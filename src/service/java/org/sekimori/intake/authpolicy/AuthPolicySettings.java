package org.sekimori.intake.authpolicy;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is done about log-ins. Protocols are Dovecot's words, such as {@code smtp} (its own submission service and the
 * authentication server for Postfix), {@code submission}, {@code imap} and {@code pop3}; in any case.
 *
 * @param refuse ids of the rules whose rejection a log-in gets already; empty: no log-in is refused
 * @param protocols the protocols whose log-ins may be refused
 * @param successes the protocols whose successful log-ins become events; {@code *} stands for all
 */
public record AuthPolicySettings(Set<String> refuse, Set<String> protocols, Set<String> successes) {

    private static final String ALL = "*";

    public AuthPolicySettings {
        refuse = Set.copyOf(refuse);
        protocols = lowerCase(protocols);
        successes = lowerCase(successes);
    }

    private static Set<String> lowerCase(Set<String> words) {
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    boolean mayRefuse(String protocol) {
        return !refuse.isEmpty() && protocols.contains(protocol);
    }

    boolean reportsSuccess(String protocol) {
        return successes.contains(ALL) || successes.contains(protocol);
    }
}
