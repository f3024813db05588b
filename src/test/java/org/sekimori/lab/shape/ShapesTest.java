package org.sekimori.lab.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.simulation.Simulator;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;

/**
 * Holds the honest people of a world to the public sets of mail. Only {@code personal} and {@code business} accounts: the sets
 * have no lists, newsletters or devices.
 */
class ShapesTest {

    private static final List<String> PEOPLE = List.of("personal", "business");

    /**
     * Fails with every figure that is outside its band. A world should have 120 days and some hundred accounts: with less, long
     * gaps cannot be seen and errors excuse everything.
     */
    static void check(World world) {
        assertThat(faults(world))
                .as("figures of %s that no public set has", world.name())
                .isEmpty();
    }

    private static List<String> faults(World world) {
        Map<Figure, Measured> figures = WorldCensus.of(world, PEOPLE).figures();
        PublicSets sets = PublicSets.shipped();
        return Band.ALL.stream()
                .map(band -> band.fault(figures, sets))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void aWorldOfOrdinaryPeopleIsWithinThePublicSets() {
        check(TinyWorld.of(1, TinyWorld.Manner.ORDINARY));
    }

    @Test
    void aWorldOfPeopleWhoSendLikeThievesIsNot() {
        assertThatThrownBy(() -> check(TinyWorld.of(1, TinyWorld.Manner.LIKE_THIEVES)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("messages of an active day, mean is 30.00")
                .hasMessageContaining("20 messages")
                .hasMessageContaining("mail by the hour, from 0 to 6 o'clock")
                .hasMessageContaining("recipients never written to before");
    }

    @Test
    void thePeopleOfTheSimulatorAreWithinThePublicSets() {
        Setting setting = new Setting(1000, LocalDate.of(2026, 4, 1), 150, 0);
        check(Simulator.honest(setting, 1, Geography.starter()));
    }
}
