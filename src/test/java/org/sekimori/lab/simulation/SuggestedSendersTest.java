package org.sekimori.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticLogEntryFactory;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.registration.SenderHabit;

/** Who looks like a newsletter or a device among the customers and the thieves of the simulator. */
class SuggestedSendersTest {

    private static final WorldSettings SETTING =
            new WorldSettings(LongRun.size(300, 600), LocalDate.of(2026, 10, 5), 120, 60);

    /** They write to the same many people again and again, and are no less in need of limits of their own. */
    private static final Set<String> LISTS =
            Set.of("newsletter", "unregistered-newsletter", "device", "school-list", "old-address-list");

    @Test
    void mostNewslettersAreRecognised() {
        TreeMap<String, Integer> found = suggested("newsletter", 60);
        assertThat(found.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(40);
    }

    @Test
    void manyDevicesAreRecognised() {
        assertThat(suggested("device", 60).getOrDefault("device", 0)).isGreaterThan(25);
    }

    @Test
    void noOtherCustomerAndNoStolenAccountIs() {
        TreeMap<String, Integer> found = suggested("", SETTING.accounts());
        assertThat(LISTS).containsAll(found.keySet());
    }

    /** By class of the customers: how many look like one. */
    private static TreeMap<String, Integer> suggested(String only, int accounts) {
        SimulatorParameters numbers = SimulatorParameters.shipped().with("attacks.each", only.isEmpty() ? 0.03 : 0);
        if (!only.isEmpty()) {
            numbers = numbers.with("population." + only, 1e9);
        }
        SimulatorWorld world =
                SimulatorWorld.of(SETTING, 1, numbers, AssumptionFactors.PLAIN, SyntheticGeography.starter());
        TreeMap<String, Integer> found = new TreeMap<>();
        for (int number = 0; number < accounts; number++) {
            AccountTimeline life = world.timeline(number);
            SenderHabit habit = new SenderHabit(life.account(), WorldSettings.ZONE);
            int sent = 0;
            for (TimelineEvent event : life.happenings()) {
                if (event instanceof Message message) {
                    habit.sent(SyntheticLogEntryFactory.attempt(life.account(), message, sent++), home(message), false);
                    message.bounces().forEach(bounce -> habit.bounced(bounce.recipients()));
                }
            }
            if (habit.suggestion(SETTING.end()).isPresent()) {
                found.merge(life.honestClass(), 1, Integer::sum);
            }
        }
        return found;
    }

    private static boolean home(Message message) {
        return !(message.place().origin() instanceof Origin.Country at)
                || at.country().equals(WorldSettings.HOME);
    }
}
