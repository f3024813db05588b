package org.sekimori.lab.judge.attacks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sekimori.lab.judge.customers.CustomerClass;

/** The classes of attacks, in the page's order. Append only, so that other accounts keep their fate. */
public enum AttackScenario {
    BLAST("blast", BlastAttack::execute),
    BOTNET("botnet", BotnetAttack::execute),
    BOTNET_DURING_GRANT("botnet-during-grant", BotnetAttack::executeDuringGrant),
    HOME_PROXIES("home-proxies", HomeProxyAttack::execute),
    NEIGHBOUR("neighbour", NeighbourNetworkAttack::execute),
    HOME_BLAST("home-blast", HomeBlastAttack::execute),
    READER("reader", MailboxReaderAttack::execute),
    INVOICE("invoice", InvoiceFraudAttack::execute),
    GUESSED("guessed", GuessedPasswordAttack::execute),
    SLEEPER("sleeper", SleeperAccountAttack::execute),
    CAREFUL("careful", CarefulImitationAttack::execute);

    /** A machine has no correspondents to deceive and no hours worth imitating. */
    private static final Set<AttackScenario> ON_MACHINES = EnumSet.of(BLAST, BOTNET, HOME_PROXIES, HOME_BLAST, GUESSED);

    private static final List<String> WORDS =
            Arrays.stream(values()).map(theft -> theft.word).toList();

    private final String word;
    private final AttackStrategy campaign;

    AttackScenario(String word, AttackStrategy campaign) {
        this.word = word;
        this.campaign = campaign;
    }

    public String word() {
        return word;
    }

    public AttackStrategy campaign() {
        return campaign;
    }

    public static List<String> words() {
        return WORDS;
    }

    /** Whether the attack makes sense on such an account. Registered senders are exempt from the measurement. */
    public boolean suits(CustomerClass customer) {
        return switch (customer) {
            case NEWSLETTER_REGISTERED -> false;
            case NEWSLETTER_UNREGISTERED -> this != BOTNET_DURING_GRANT && this != SLEEPER;
            case DEVICE -> ON_MACHINES.contains(this);
            default -> true;
        };
    }
}
