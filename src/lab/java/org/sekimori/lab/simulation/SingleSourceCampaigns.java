package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.WorldSettings;

/** Campaigns of one machine, or of a person. */
final class SingleSourceCampaigns {

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private final BotPool bots;
    private final SimulatorParameters numbers;
    private final double domestic;
    private final double manualDomestic;
    private final double becDomestic;

    SingleSourceCampaigns(SimulatorParameters numbers, AssumptionFactors assumptions, BotPool bots) {
        this.bots = bots;
        this.numbers = numbers;
        this.domestic = Math.min(1, numbers.number("attacks.domestic") * assumptions.domesticProxies());
        this.manualDomestic = Math.min(1, numbers.number("attacks.manual_domestic") * assumptions.domesticProxies());
        this.becDomestic = Math.min(1, numbers.number("attacks.bec_domestic") * assumptions.domesticProxies());
    }

    /** As much as possible at once. */
    void burst(AttackCampaign campaign) {
        ClientLocation place = campaign.draw.chance(domestic) ? bots.home(campaign.draw) : bots.host(campaign.draw);
        if (campaign.draw.chance(number("gentle"))) {
            steady(
                    campaign,
                    place,
                    HOUR / number("gentle_per_hour"),
                    number("gentle_recipients"),
                    number("gentle_hours") * HOUR);
        } else {
            steady(
                    campaign,
                    place,
                    MINUTE / number("burst_per_minute"),
                    number("burst_recipients"),
                    number("burst_minutes") * MINUTE);
        }
    }

    /** From home, just below the recipients an hour that providers allow. */
    void underLimits(AttackCampaign campaign) {
        double perHour = number("under_recipients") / number("under_each");
        patient(campaign, bots.home(campaign.draw), HOUR / perHour, number("under_each"), number("under_hours") * HOUR);
    }

    /** From one address in the owner's own provider. */
    void neighbour(AttackCampaign campaign) {
        patient(
                campaign,
                campaign.owners.homeProvider().anywhere(campaign.draw),
                HOUR / number("neighbour_per_hour"),
                number("slow_recipients"),
                number("neighbour_days") * 24 * HOUR);
    }

    /** After some days that buy familiarity, if the thief does so. */
    private void patient(
            AttackCampaign campaign, ClientLocation place, double apart, double recipients, double meanSeconds) {
        steady(campaign, campaign.buyFamiliarity(place), place, apart, recipients, meanSeconds);
    }

    private void steady(
            AttackCampaign campaign, ClientLocation place, double apart, double recipients, double meanSeconds) {
        steady(campaign, campaign.begin, place, apart, recipients, meanSeconds);
    }

    private void steady(
            AttackCampaign campaign,
            Instant begin,
            ClientLocation place,
            double apart,
            double recipients,
            double meanSeconds) {
        Instant stop = begin.plus(Duration.ofSeconds(
                (long) (meanSeconds * campaign.draw.between(1 - number("spread"), 1 + number("spread")))));
        for (Instant time = begin; time.isBefore(stop) && campaign.goesOn(time); time = campaign.later(time, apart)) {
            campaign.spam(time, place, recipients);
        }
    }

    /** A person who reads first, then writes to the owner's contacts, in office hours. */
    void manual(AttackCampaign campaign) {
        ClientLocation place = person(campaign, manualDomestic);
        Instant time = officeHours(campaign, campaign.begin).plus(Duration.ofMinutes((long) number("manual_minutes")));
        int messages = 1 + campaign.draw.poisson(number("manual_messages") - 1);
        for (int i = 0; i < messages; i++) {
            campaign.message(time, place, (int) number("manual_recipients"), 1);
            time = campaign.later(time, number("manual_minutes") * MINUTE / messages);
        }
    }

    /** Very few messages, well aimed, over some days. */
    void bec(AttackCampaign campaign) {
        ClientLocation place = person(campaign, becDomestic);
        Instant time = officeHours(campaign, campaign.begin);
        for (int i = (int) Math.max(1, number("bec_messages")); i > 0; i--) {
            campaign.message(time, place, 1, 1);
            time = officeHours(campaign, campaign.later(time, number("bec_hours") * HOUR));
        }
    }

    /** One hacked home, a few messages an hour for days. */
    void slow(AttackCampaign campaign) {
        patient(
                campaign,
                bots.home(campaign.draw),
                HOUR / number("single_per_hour"),
                number("slow_recipients"),
                number("slow_days") * 24 * HOUR);
    }

    /** To everybody in the address book: one by one, or some at a time in Bcc. */
    void contacts(AttackCampaign campaign) {
        ClientLocation place = person(campaign, manualDomestic);
        int all = Math.min(campaign.correspondents.knownCount(), (int) number("phish_most"));
        int batch = campaign.draw.chance(0.5) ? 1 : (int) Math.max(1, Math.min(100, number("phish_batch")));
        Instant time = campaign.begin.plus(Duration.ofMinutes((long) number("manual_minutes")));
        for (int sent = 0; sent < all; sent += batch) {
            campaign.phish(time, place, sent, Math.min(batch, all - sent));
            time = campaign.later(time, number("phish_seconds"));
        }
    }

    private ClientLocation person(AttackCampaign campaign, double atHome) {
        return campaign.draw.chance(atHome) ? bots.home(campaign.draw) : bots.host(campaign.draw);
    }

    /** A time between nine and five, by the owner's clock, on the next working day whose drawn hour is not over. */
    private static Instant officeHours(AttackCampaign campaign, Instant from) {
        LocalDate day = from.atZone(WorldSettings.ZONE).toLocalDate();
        while (true) {
            Instant at = day.atStartOfDay(WorldSettings.ZONE)
                    .plusSeconds(campaign.draw.between(9 * 3600, 17 * 3600))
                    .toInstant();
            if (!JapaneseCalendar.free(day) && !at.isBefore(from)) {
                return at;
            }
            day = day.plusDays(1);
        }
    }

    private double number(String name) {
        return numbers.number("attacks." + name);
    }
}
