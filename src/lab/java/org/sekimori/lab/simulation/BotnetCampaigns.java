package org.sekimori.lab.simulation;

import java.time.Instant;
import java.util.Objects;
import org.sekimori.lab.world.ClientLocation;

/** Campaigns of many addresses. */
final class BotnetCampaigns {

    private static final double HOUR = 3600;

    private final BotPool bots;
    private final double botsMu;
    private final double botsSigma;
    private final int botsLeast;
    private final int botsMost;
    private final double botMessages;
    private final double botHours;
    private final double botRecipients;
    private final double slowPerHour;
    private final int slowPool;
    private final double slowDays;
    private final double slowRecipients;

    private final int grantedPool;
    private final double grantedPerHour;
    private final double grantedHours;

    BotnetCampaigns(SimulatorParameters numbers, BotPool bots) {
        this.bots = bots;
        this.botsMu = numbers.number("attacks.bots_mu");
        this.botsSigma = numbers.number("attacks.bots_sigma");
        this.botsLeast = (int) numbers.number("attacks.bots_least");
        this.botsMost = (int) numbers.number("attacks.bots_most");
        this.botMessages = numbers.number("attacks.bot_messages");
        this.botHours = numbers.number("attacks.bot_hours");
        this.botRecipients = numbers.number("attacks.bot_recipients");
        this.grantedPool = (int) numbers.number("attacks.granted_pool");
        this.grantedPerHour = numbers.number("attacks.granted_per_hour");
        this.grantedHours = Math.max(1, numbers.number("attacks.granted_hours"));
        this.slowPerHour = numbers.number("attacks.slow_per_hour");
        this.slowPool = (int) numbers.number("attacks.slow_pool");
        this.slowDays = numbers.number("attacks.slow_days");
        this.slowRecipients = numbers.number("attacks.slow_recipients");
    }

    /** One bot after the other sends its share. */
    void sticky(AttackCampaign campaign) {
        int count = count(campaign);
        double apart = apart(campaign, count);
        Instant time = campaign.begin;
        for (int bot = 0; bot < count && campaign.goesOn(time); bot++) {
            ClientLocation place = bots.bot(campaign.draw);
            for (int i = 1 + campaign.draw.poisson(botMessages - 1); i > 0; i--) {
                campaign.spam(time, place, botRecipients);
                time = campaign.later(time, apart);
            }
        }
    }

    /** All bots in turn, one message each. */
    void roundRobin(AttackCampaign campaign) {
        ClientLocation[] pool = new ClientLocation[count(campaign)];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = bots.bot(campaign.draw);
        }
        double apart = apart(campaign, pool.length);
        Instant time = campaign.begin;
        for (int i = 0; i < pool.length * botMessages && campaign.goesOn(time); i++) {
            campaign.spam(time, pool[i % pool.length], botRecipients);
            time = campaign.later(time, apart);
        }
    }

    /** Hacked homes in the owner's country, a few messages an hour for days. */
    void domesticSlow(AttackCampaign campaign) {
        ClientLocation[] pool = new ClientLocation[Math.max(1, slowPool)];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = bots.home(campaign.draw);
        }
        double hours = 24 * (1 + campaign.draw.exponential(slowDays - 1));
        Instant time = campaign.begin;
        for (int i = (int) (hours * slowPerHour); i > 0 && campaign.goesOn(time); i--) {
            campaign.spam(time, pool[campaign.draw.below(pool.length)], slowRecipients);
            time = campaign.later(time, HOUR / slowPerHour);
        }
    }

    /** A few machines of the country for which the owner has opened a grant. */
    void inGrantedCountry(AttackCampaign campaign) {
        String country = Objects.requireNonNull(campaign.abroad);
        ClientLocation[] pool = new ClientLocation[Math.max(1, grantedPool)];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = bots.in(country, campaign.draw);
        }
        double hours = 1 + campaign.draw.exponential(grantedHours - 1);
        Instant time = campaign.begin;
        for (int i = (int) (hours * grantedPerHour); i > 0 && campaign.goesOn(time); i--) {
            campaign.spam(time, pool[campaign.draw.below(pool.length)], slowRecipients);
            time = campaign.later(time, HOUR / grantedPerHour);
        }
    }

    private int count(AttackCampaign campaign) {
        return (int) Math.max(botsLeast, Math.min(botsMost, campaign.draw.logNormal(botsMu, botsSigma)));
    }

    private double apart(AttackCampaign campaign, int count) {
        double hours = 1 + campaign.draw.exponential(botHours);
        return hours * HOUR / (count * botMessages);
    }
}
