package org.sekimori.engine;

import java.util.List;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.codec.StateSection;

/**
 * The tagged sections of an {@link AccountState}, beside those of its profile; see {@link
 * org.sekimori.profile.codec.StateSections}. A tag is never given twice, not even to a section whose predecessor is gone.
 */
final class AccountSections {

    static final StateSection<NeighbourMemory> NEIGHBOURS = StateSection.of(
            20, NeighbourMemory.NONE, NeighbourMemory::write, NeighbourMemory::read, NeighbourMemory::atMost);

    /** Every section that this version knows. */
    static final List<StateSection<?>> KNOWN = List.of(RecentFindings.SECTION, NEIGHBOURS);

    private AccountSections() {}
}
