package org.sekimori.lab.world;

import java.util.List;

/**
 * A synthetic population over a time, and the attacks on some of its accounts.
 *
 * <p>What happens to an account depends on the seed and on the account's number alone: not on how many accounts there are, in
 * which order or by how many threads they are asked for, nor on what any rule decides. Equal worlds give equal lives on every
 * machine. A world is immutable and may be used by several threads.
 */
public interface SyntheticWorld {

    /** One word, such as {@code simulator}. */
    String name();

    /** How many accounts there are, and when. */
    WorldSettings setting();

    /** Classes of accounts, such as {@code personal}, in the order of reports. */
    List<String> honestClasses();

    /** Classes of attacks, such as {@code burst}, in the order of reports. */
    List<String> attackClasses();

    /**
     * Everything that happens to one account.
     *
     * @param number from 0 to one below {@code setting().accounts()}
     */
    AccountTimeline timeline(int number);
}
