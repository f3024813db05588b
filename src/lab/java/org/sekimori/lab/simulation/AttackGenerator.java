package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/** Generates attacks: their times, accounts and classes. */
final class AttackGenerator {

    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    private final long seed;
    private final WorldSettings setting;
    private final MessageFactory post;
    private final BotPool bots;
    private final FailedLoginGenerator guessing;
    private final BotnetCampaigns botnets;
    private final SingleSourceCampaigns singles;
    private final ImitatingCampaigns imitations;
    private final SimulatorParameters numbers;
    private final double[] listQualities;
    private final int size;
    private final int probeSize;
    private final int failuresLow;
    private final int failuresHigh;
    private final double waitDays;
    private final int room;

    AttackGenerator(
            long seed,
            WorldSettings setting,
            SimulatorParameters numbers,
            AssumptionFactors assumptions,
            MessageFactory post,
            BotPool bots,
            PersonalMailGenerator persons,
            FailedLoginGenerator guessing) {
        this.seed = seed;
        this.setting = setting;
        this.post = post;
        this.bots = bots;
        this.guessing = guessing;
        this.botnets = new BotnetCampaigns(numbers, bots);
        this.singles = new SingleSourceCampaigns(numbers, assumptions, bots);
        this.imitations = new ImitatingCampaigns(numbers, persons);
        this.numbers = numbers;
        this.listQualities = new double[] {
            numbers.number("attacks.good_lists"),
            numbers.number("attacks.middling_lists"),
            numbers.number("attacks.poor_lists")
        };
        this.size = (int) numbers.number("attacks.size");
        this.probeSize = (int) numbers.number("attacks.probe_size");
        this.failuresLow = (int) numbers.number("attacks.stuffing_failures_low");
        this.failuresHigh = (int) numbers.number("attacks.stuffing_failures_high");
        this.room = (int) numbers.number("attacks.room_days");
        this.waitDays = numbers.number("attacks.stuffing_wait_days");
    }

    /** The day on which an attack on an account begins. */
    int day(SimulatedOwner owner) {
        int last = Math.max(1, setting.scoredDays() - Math.min(room, setting.scoredDays() / 2));
        int day = RandomStream.of(seed, "attack day", owner.number()).below(last);
        // A dormant account needs a past and then silence, so it is found late.
        return setting.warmUpDays() + (owner.attack() == AttackClass.DORMANT ? last - 1 - day / 4 : day);
    }

    /** Plays the attack on a day; null if the world ended before its first message. */
    @Nullable
    Attack attack(
            SimulatedOwner owner,
            int day,
            @Nullable SimulatedTrip trip,
            SimulatedOwnerLocation places,
            RecipientModel known,
            List<TimelineEvent> into) {
        AttackClass attack = Objects.requireNonNull(owner.attack());
        RandomStream draw = RandomStream.of(seed, "attack", owner.number());
        Instant begin = setting.startOfDay(day).plus(Duration.ofSeconds(draw.below(DAY)));
        double failing = listQualities[draw.below(listQualities.length)];
        ThiefHabits habits = ThiefHabits.of(attack, numbers, RandomStream.of(seed, "thief's habits", owner.number()));
        AttackCampaign campaign = new AttackCampaign(
                draw,
                begin,
                setting.end(),
                owner,
                places,
                trip == null ? null : trip.country(),
                post,
                known,
                size,
                failing,
                habits,
                into);
        play(attack, campaign, habits);
        Instant first = campaign.first();
        Instant last = campaign.last();
        return first == null || last == null ? null : new Attack(attack.word(), first, last);
    }

    private void play(AttackClass attack, AttackCampaign campaign, ThiefHabits habits) {
        switch (attack) {
            case BURST -> singles.burst(campaign);
            case BOTNET_STICKY, BOTNET_STICKY_GRANTED -> botnets.sticky(campaign);
            case BOTNET_ROUND_ROBIN, BOTNET_ROUND_ROBIN_GRANTED -> botnets.roundRobin(campaign);
            case DOMESTIC_SLOW -> botnets.domesticSlow(campaign);
            case NEIGHBOUR_SLOW -> singles.neighbour(campaign);
            case DOMESTIC_UNDER_LIMITS -> singles.underLimits(campaign);
            case MANUAL -> singles.manual(campaign);
            case BEC -> singles.bec(campaign);
            case STUFFING -> stuffing(campaign, habits);
            case DORMANT -> anyCampaign(campaign);
            case ADAPTIVE -> imitations.adaptive(campaign);
            case MIMIC -> imitations.mimic(campaign);
            case CARRIER_SLOW -> imitations.carrier(campaign);
            case GRANTED_COUNTRY -> botnets.inGrantedCountry(campaign);
            case SINGLE_SLOW -> singles.slow(campaign);
            case CONTACT_PHISH -> singles.contacts(campaign);
        }
    }

    /** Wrong guesses, the right one with a probe, silence, then a campaign of any kind. */
    private void stuffing(AttackCampaign campaign, ThiefHabits habits) {
        Instant found = guessing.guesses(
                campaign.draw.between(failuresLow, failuresHigh), campaign.begin, campaign.draw, campaign.happenings());
        campaign.probe(found, bots.bot(campaign.draw), probeSize);
        Instant later = found.plus(Duration.ofSeconds((long) (campaign.draw.uniform() * waitDays * DAY)));
        AttackCampaign spam = new AttackCampaign(
                campaign.draw,
                later,
                setting.end(),
                campaign.owner,
                campaign.owners,
                campaign.abroad,
                post,
                campaign.correspondents,
                size,
                listQualities[1],
                habits,
                campaign.happenings());
        anyCampaign(spam);
        campaign.include(spam);
    }

    private void anyCampaign(AttackCampaign campaign) {
        switch (campaign.draw.below(3)) {
            case 0 -> singles.burst(campaign);
            case 1 -> botnets.sticky(campaign);
            default -> botnets.domesticSlow(campaign);
        }
    }
}
