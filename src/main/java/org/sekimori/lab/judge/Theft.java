package org.sekimori.lab.judge;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The classes of attacks, in the order of the page. A new one goes to the end, so that nobody else's fate changes. */
enum Theft {
    BLAST("blast", Blast::strike),
    BOTNET("botnet", Botnet::strike),
    BOTNET_DURING_GRANT("botnet-during-grant", Botnet::strikeDuringGrant),
    HOME_PROXIES("home-proxies", HomeProxies::strike),
    NEIGHBOUR("neighbour", Neighbour::strike),
    HOME_BLAST("home-blast", HomeBlast::strike),
    READER("reader", Reader::strike),
    INVOICE("invoice", Invoice::strike),
    GUESSED("guessed", Guessed::strike),
    SLEEPER("sleeper", Sleeper::strike),
    CAREFUL("careful", Careful::strike);

    /** A machine has no correspondents to deceive and no hours worth imitating. */
    private static final Set<Theft> ON_MACHINES = EnumSet.of(BLAST, BOTNET, HOME_PROXIES, HOME_BLAST, GUESSED);

    private static final List<String> WORDS =
            Arrays.stream(values()).map(theft -> theft.word).toList();

    private final String word;
    private final Campaign campaign;

    Theft(String word, Campaign campaign) {
        this.word = word;
        this.campaign = campaign;
    }

    String word() {
        return word;
    }

    Campaign campaign() {
        return campaign;
    }

    static List<String> words() {
        return WORDS;
    }

    /** Whether the attack makes sense on such an account. Registered senders are exempt from what is measured. */
    boolean suits(Customer customer) {
        return switch (customer) {
            case NEWSLETTER_REGISTERED -> false;
            case NEWSLETTER_UNREGISTERED -> this != BOTNET_DURING_GRANT && this != SLEEPER;
            case DEVICE -> ON_MACHINES.contains(this);
            default -> true;
        };
    }
}
