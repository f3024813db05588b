package org.sekimori.rules.registration;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rules.registration.SenderSuggestion.Kind;

/**
 * The habit of one account, from its submissions in order of time. Bounded: the last {@value #MOST_DAYS} days with mail, and a
 * sample of its recipients.
 *
 * <p>A suggestion takes four weeks of the same habit from networks that the account used all that time, without a case and without
 * a refusal at the border. So a thief would have to send to the owner's own list, from the owner's own network, for a month.
 */
public final class SenderHabit {

    private static final int MOST_DAYS = 120;
    private static final int MOST_NAMES = 16;
    private static final int LEAST_WEEKS_IN_DAYS = 28;
    private static final int LEAST_ISSUES = 3;
    private static final int ISSUE = 100;
    private static final double SAME_LIST = 0.8;
    private static final double MOST_BOUNCED = 0.05;
    private static final int DEVICE_DAYS = 20;
    private static final int DEVICE_RECIPIENTS = 5;
    private static final double AT_NIGHT = 0.1;
    private static final int MORNING = 6;
    private static final double FROM_LASTING = 0.9;

    /** A limit leaves room for half as much again as the fullest day. */
    private static final double ROOM = 1.5;

    /** Of one local day. */
    private static final class Day {
        private int messages;
        private long recipients;

        /** Whether a limit put a message off. */
        private boolean putOff;

        /** Recipients, also those of messages that were put off. */
        private long wanted;

        private int atNight;
        private double known;

        /** Messages by network. */
        private final Map<String, Integer> networks = new HashMap<>();

        /** Messages by HELO name. */
        private final Map<String, Integer> programs = new HashMap<>();

        /** Messages, with those that a limit put off. */
        long wantedMessages() {
            return Math.max(messages, messages * wanted / Math.max(1, recipients));
        }
    }

    private final Account account;
    private final ZoneId zone;
    private final TreeMap<Long, Day> days = new TreeMap<>();
    private final RecipientSample recipients = new RecipientSample();
    private long bounced;
    private long disturbed = Long.MIN_VALUE;

    public SenderHabit(Account account, ZoneId zone) {
        this.account = account;
        this.zone = zone;
    }

    /**
     * After a submission.
     *
     * @param atHome whether it came from the account's home or the provider itself
     * @param deferred whether a limit put it off: it will be tried again, perhaps often
     */
    public void sent(MailEvent event, boolean atHome, boolean deferred) {
        long number = day(event.time());
        if (!atHome) {
            disturbed = Math.max(disturbed, number);
        }
        if (!days.isEmpty() && number < days.lastKey()) {
            // A late report would need the recipients of its own day.
            return;
        }
        Day day = days.computeIfAbsent(number, key -> new Day());
        event.recipients().forEach(recipient -> recipients.add(number, recipient));
        day.known = recipients.knownShareOfDay();
        if (!deferred) {
            day.messages++;
            day.recipients += event.recipientCount();
            day.atNight += event.time().atZone(zone).getHour() < MORNING ? 1 : 0;
        }
        day.putOff |= deferred;
        day.wanted = Math.max(day.recipients, day.putOff ? recipients.ofDay() : 0);
        note(day.networks, network(event.origin()));
        String helo = event.helo();
        if (helo != null) {
            // Which address a program without a name gives makes no difference.
            note(day.programs, helo.startsWith("[") ? "[]" : helo);
        }
        while (days.size() > MOST_DAYS) {
            days.pollFirstEntry();
        }
    }

    /** After a non-delivery report for so many recipients. */
    public void bounced(int failed) {
        bounced += failed;
    }

    /** After anything that the desk would look at: a case, a complaint, a refusal that is no limit. */
    public void disturbed(Instant time) {
        disturbed = Math.max(disturbed, day(time));
    }

    /**
     * What the account looks like.
     *
     * @param now judged at this time: four quiet weeks before it are needed
     * @return empty for nearly all accounts
     */
    public Optional<SenderSuggestion> suggestion(Instant now) {
        long today = day(now);
        if (days.isEmpty() || disturbed > today - LEAST_WEEKS_IN_DAYS || bounced > MOST_BOUNCED * all()) {
            return Optional.empty();
        }
        Optional<SenderSuggestion> newsletter = newsletter();
        return newsletter.isPresent() ? newsletter : device();
    }

    private Optional<SenderSuggestion> newsletter() {
        List<Long> issues = new ArrayList<>();
        long inIssues = 0;
        for (Map.Entry<Long, Day> one : days.entrySet()) {
            if (one.getValue().wanted >= ISSUE) {
                issues.add(one.getKey());
                inIssues += one.getValue().recipients;
            }
        }
        if (issues.size() < LEAST_ISSUES
                || issues.get(issues.size() - 1) - issues.get(0) < LEAST_WEEKS_IN_DAYS
                || inIssues < SAME_LIST * all()
                || !sameList(issues)
                || !lasting(issues, day -> day.networks)
                || !lasting(issues, day -> day.programs)) {
            return Optional.empty();
        }
        long fullest = 0;
        long messages = 0;
        for (long issue : issues) {
            Day day = day(issue);
            fullest = Math.max(fullest, day.wanted);
            messages = Math.max(messages, day.wantedMessages());
        }
        SortedMap<String, Long> limits = new TreeMap<>();
        // An issue may go within the hour.
        limits.put("messages_per_hour", room(messages));
        limits.put("messages_per_day", room(messages));
        limits.put("recipients_per_hour", room(fullest));
        limits.put("recipients_per_day", room(fullest));
        List<String> reasons = new ArrayList<>();
        reasons.add(issues.size() + " issues in " + (issues.get(issues.size() - 1) - issues.get(0) + 1)
                + " days to up to " + fullest + " recipients");
        reasons.add("mostly the same list each time");
        reasons.add(Math.round(100.0 * bounced / Math.max(1, all())) + " % came back");
        return Optional.of(new SenderSuggestion(account, Kind.NEWSLETTER, reasons, limits));
    }

    /** Whether each issue but the first goes mostly to recipients of earlier ones. */
    private boolean sameList(List<Long> issues) {
        for (long issue : issues.subList(1, issues.size())) {
            if (day(issue).known < SAME_LIST) {
                return false;
            }
        }
        return true;
    }

    private Optional<SenderSuggestion> device() {
        long span = days.lastKey() - days.firstKey();
        long different = recipients.all();
        if (days.size() < DEVICE_DAYS
                || span < LEAST_WEEKS_IN_DAYS
                || different == 0
                || different > DEVICE_RECIPIENTS
                || !lasting(days.keySet(), day -> day.networks)
                || !lasting(days.keySet(), day -> day.programs)) {
            return Optional.empty();
        }
        long messages = 0;
        long atNight = 0;
        long fullest = 0;
        for (Day day : days.values()) {
            messages += day.messages;
            atNight += day.atNight;
            fullest = Math.max(fullest, day.messages);
        }
        if (atNight < AT_NIGHT * messages) {
            return Optional.empty();
        }
        SortedMap<String, Long> limits = new TreeMap<>();
        for (String name : List.of("messages_per_hour", "messages_per_day", "recipients_per_hour")) {
            limits.put(name, room(fullest));
        }
        limits.put("recipients_per_day", room(fullest * different));
        List<String> reasons = List.of(
                "mail on " + days.size() + " of " + (span + 1) + " days, at night too",
                "to no more than " + different + (different == 1 ? " recipient" : " recipients"),
                "up to " + fullest + " messages a day");
        return Optional.of(new SenderSuggestion(account, Kind.DEVICE, reasons, limits));
    }

    /** Whether nearly all messages of these days are by names that are two weeks old or more, from the first of these to the last. */
    private boolean lasting(Collection<Long> some, Function<Day, Map<String, Integer>> names) {
        Map<String, long[]> spans = new HashMap<>();
        for (long number : some) {
            names.apply(day(number))
                    .keySet()
                    .forEach(name -> spans.computeIfAbsent(name, key -> new long[] {number, number})[1] = number);
        }
        long all = 0;
        long lasting = 0;
        for (long number : some) {
            for (Map.Entry<String, Integer> one : names.apply(day(number)).entrySet()) {
                long[] span = spans.getOrDefault(one.getKey(), new long[2]);
                all += one.getValue();
                lasting += span[1] - span[0] >= LEAST_WEEKS_IN_DAYS / 2 ? one.getValue() : 0;
            }
        }
        return lasting >= FROM_LASTING * all;
    }

    private static void note(Map<String, Integer> names, String name) {
        if (names.size() < MOST_NAMES || names.containsKey(name)) {
            names.merge(name, 1, Integer::sum);
        }
    }

    private static String network(Origin origin) {
        return origin instanceof Origin.Country at && at.asn() != 0
                ? "AS" + at.asn()
                : String.valueOf(origin.network());
    }

    private Day day(long number) {
        return Objects.requireNonNull(days.get(number));
    }

    private long all() {
        long sum = 0;
        for (Day day : days.values()) {
            sum += day.recipients;
        }
        return sum;
    }

    /** Half as much again, in two digits, rounded up. */
    static long room(long most) {
        long wanted = (long) Math.ceil(Math.max(1, most) * ROOM);
        long unit = 1;
        while (wanted / unit >= 100) {
            unit *= 10;
        }
        return (wanted + unit - 1) / unit * unit;
    }

    private long day(Instant time) {
        return time.atZone(zone).toLocalDate().toEpochDay();
    }
}
