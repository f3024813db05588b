package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.rig.LongRun;

/**
 * Holds the honest people of a world to the public sets of mail. Only {@code personal} and {@code business} accounts: the sets
 * have no lists, newsletters or devices.
 */
class WorldPlausibilityTest {

    private static final List<String> PEOPLE = List.of("personal", "business");

    /**
     * Fails with every figure that is outside its band. A world should have 120 days and some hundred accounts: with less, long
     * gaps cannot be seen and errors excuse everything.
     */
    static void check(SyntheticWorld world) {
        assertThat(faults(world))
                .as("figures of %s that no public set has", world.name())
                .isEmpty();
    }

    private static List<String> faults(SyntheticWorld world) {
        Map<TrafficStatistic, StatisticValue> figures =
                WorldSampler.of(world, PEOPLE).figures();
        PublicMailDatasets sets = PublicMailDatasets.shipped();
        return ToleranceBand.ALL.stream()
                .map(band -> band.fault(figures, sets))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void aWorldOfOrdinaryPeopleIsWithinThePublicSets() {
        check(TinyWorld.of(1, TinyWorld.SendingBehaviour.ORDINARY));
    }

    @Test
    void aWorldOfPeopleWhoSendLikeThievesIsNot() {
        assertThatThrownBy(() -> check(TinyWorld.of(1, TinyWorld.SendingBehaviour.LIKE_THIEVES)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("messages of an active day, mean is 30.00")
                .hasMessageContaining("20 messages")
                .hasMessageContaining("mail by the hour, from 0 to 6 o'clock")
                .hasMessageContaining("recipients never written to before");
    }

    @Test
    void thePeopleOfTheSimulatorAreWithinThePublicSets() {
        WorldSettings setting = new WorldSettings(LongRun.size(400, 1000), LocalDate.of(2026, 4, 1), 150, 0);
        check(SimulatorWorld.honest(setting, 1, SyntheticGeography.starter()));
    }
}
