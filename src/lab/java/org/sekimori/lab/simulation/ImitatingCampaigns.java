package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.WorldSettings;

/** Campaigns of thieves who know how such systems work: from the owner's own providers, at the owner's hours, in small amounts. */
final class ImitatingCampaigns {

    private static final double HOUR = 3600;

    private final SimulatorParameters numbers;
    private final PersonalMailGenerator persons;

    ImitatingCampaigns(SimulatorParameters numbers, PersonalMailGenerator persons) {
        this.numbers = numbers;
        this.persons = persons;
    }

    /** Imitates any owner: few messages a day, by day, from one home of the owner's provider at a time, partly to contacts. */
    void adaptive(AttackCampaign campaign) {
        int days = (int) number("adaptive_days");
        LocalDate first = campaign.begin.atZone(WorldSettings.ZONE).toLocalDate();
        for (int day = 0; day < days; day++) {
            ClientLocation place = campaign.owners.homeProvider().anywhere(campaign.draw);
            Instant dawn = first.plusDays(day).atStartOfDay(WorldSettings.ZONE).toInstant();
            for (int i = 0; i < (int) number("adaptive_per_day"); i++) {
                Instant time = dawn.plus(Duration.ofSeconds(campaign.draw.between(
                        (int) (number("adaptive_from") * HOUR), (int) (number("adaptive_until") * HOUR))));
                if (!time.isBefore(campaign.begin)) {
                    campaign.message(time, place, (int) number("adaptive_recipients"), number("adaptive_known"));
                }
            }
        }
    }

    /** Imitates this owner: the same hours, about the same number of messages, from the owner's mobile carrier. */
    void mimic(AttackCampaign campaign) {
        int days = (int) number("mimic_days");
        double usual = Math.max(number("mimic_least"), campaign.owner.mean() * number("mimic_factor"));
        LocalDate first = campaign.begin.atZone(WorldSettings.ZONE).toLocalDate();
        for (int day = 0; day < days; day++) {
            LocalDate date = first.plusDays(day);
            boolean writes =
                    day == 0 || campaign.draw.chance(Math.max(number("mimic_active"), campaign.owner.active()));
            if (!writes || campaign.owner.kind().office() && JapaneseCalendar.free(date)) {
                continue;
            }
            ClientLocation place = campaign.owners.inCarrier(campaign.draw);
            Instant dawn = date.atStartOfDay(WorldSettings.ZONE).toInstant();
            for (int i = 1 + campaign.draw.poisson(usual - 1); i > 0; i--) {
                Instant time = dawn.plusSeconds(persons.secondOfDay(campaign.owner, campaign.draw));
                if (!time.isBefore(campaign.begin)) {
                    campaign.message(time, place, campaign.correspondents.count(campaign.draw), number("mimic_known"));
                }
            }
        }
    }

    /** A telephone in the owner's mobile carrier, in another of its networks at most sittings. */
    void carrier(AttackCampaign campaign) {
        ClientLocation place = campaign.owners.inCarrier(campaign.draw);
        Instant begin = campaign.buyFamiliarity(place);
        Instant stop = begin.plus(Duration.ofSeconds((long)
                (number("slow_days") * 24 * HOUR * campaign.draw.between(1 - number("spread"), 1 + number("spread")))));
        for (Instant time = begin;
                time.isBefore(stop) && campaign.goesOn(time);
                time = campaign.later(time, HOUR / number("carrier_per_hour"))) {
            if (campaign.draw.chance(number("carrier_changes"))) {
                place = campaign.owners.inCarrier(campaign.draw);
            }
            campaign.spam(time, place, number("slow_recipients"));
        }
    }

    private double number(String name) {
        return numbers.number("attacks." + name);
    }
}
