package org.sekimori.profile;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.codec.StableHash;

/**
 * What {@link Profile} promises, done by keeping every submission in a plain list and counting anew for each question. Written
 * from the promises alone.
 */
final class NaiveProfile {

    private static final int REMEMBERED = 96;
    private static final long WEEK = 7 * 86_400L;
    private static final long CLOCKS = 300;

    /** A submission, or an outcome whose attempt was not heard of yet. */
    static final class Sub {
        String key = "";
        long second;
        int day;
        int lane;
        int recipients;
        int fresh;
        int uncompared;
        int bounced;
        int complained;
        boolean counted;
        boolean ahead;
        boolean confirmed;
        boolean refusedByUs;
        boolean inMinutes;
        boolean inHalfHours;
        boolean inDays;
    }

    final NaiveRecentOrigins places = new NaiveRecentOrigins();
    final NaiveFamiliarNetworks networks = new NaiveFamiliarNetworks();
    final NaiveActivityTimes rhythm = new NaiveActivityTimes();
    final NaiveLoginFailures failures = new NaiveLoginFailures();
    final List<Sub> subs = new ArrayList<>();
    final Set<Integer> suspectDays = new HashSet<>();
    long acceptedMessages;
    long acceptedRecipients;
    long refusedMessages;
    long everCounted;
    long newestCounted = Long.MIN_VALUE;
    private final List<Sub> remembered = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private List<String> known = new ArrayList<>();
    private final Set<String> vouched = new HashSet<>();
    private final Set<String> older = new HashSet<>();
    private int level;
    private String keyName = "";
    private long forgotten;
    private int newestMinute = Integer.MIN_VALUE;
    private int newestHalfHour = Integer.MIN_VALUE;
    private int newestDay = Integer.MIN_VALUE;

    void accepted(MailEvent event, ZoneId zone, boolean overseas) {
        acceptedMessages++;
        acceptedRecipients += event.recipientCount();
        Sub ahead = ahead(event);
        if (ahead == null) {
            count(event, zone, overseas, false);
            return;
        }
        meet(ahead, event, zone, overseas);
        if (ahead.counted) {
            use(event, zone);
            learn(event, ahead.day);
        }
    }

    void refused(MailEvent event, ZoneId zone, boolean overseas) {
        refusedMessages++;
        Sub ahead = ahead(event);
        if (ahead == null) {
            Sub made = make(event, zone, overseas);
            made.refusedByUs = true;
            remember(made);
        } else {
            meet(ahead, event, zone, overseas);
        }
    }

    /** The attempt of an outcome: its recipients are the right ones. */
    private void meet(Sub ahead, MailEvent attempt, ZoneId zone, boolean overseas) {
        Sub asked = make(attempt, zone, overseas);
        ahead.ahead = false;
        ahead.recipients = asked.recipients;
        ahead.fresh = asked.fresh;
        ahead.uncompared = asked.uncompared;
    }

    void imported(MailEvent event, ZoneId zone, boolean overseas) {
        if (!repeated(event)) {
            accepted(event, zone, overseas);
            seen.add(event.id());
        }
    }

    void toldOtherwise(MailEvent attempt, long second, boolean passed) {
        Sub sub = find(key(attempt), second);
        if (sub != null && passed) {
            confirm(sub);
        } else if (sub != null) {
            giveBack(sub);
        }
    }

    void heard(MailEvent event, ZoneId zone, boolean overseas) {
        switch (event.kind()) {
            case ACCEPTED -> outcome(event, zone, overseas);
            case DEFERRED -> {
                Sub sub = find(key(event), event.time().getEpochSecond());
                if (sub != null) {
                    confirm(sub);
                }
            }
            case REJECTED, RATE_LIMITED -> {
                Sub sub = find(key(event), event.time().getEpochSecond());
                if (sub != null && event.beforeQueue()) {
                    giveBack(sub);
                } else if (event.beforeQueue() && !forgot(event)) {
                    Sub made = make(event, zone, overseas);
                    made.ahead = true;
                    remember(made);
                }
            }
            case BOUNCED, COMPLAINT -> failed(event);
            case AUTH_FAILED -> {
                if (!repeated(event)) {
                    failures.plus(event);
                    seen.add(event.id());
                }
            }
            case AUTH_SUCCEEDED -> use(event, zone);
            case PASSWORD_CHANGED -> {
                failures.changed(event.time().getEpochSecond());
                places.changed(event.time().getEpochSecond());
                rhythm.thaw(event.time().getEpochSecond());
            }
            default -> {}
        }
    }

    private void outcome(MailEvent event, ZoneId zone, boolean overseas) {
        Sub sub = find(key(event), event.time().getEpochSecond());
        if (sub != null) {
            confirm(sub);
        } else if (!forgot(event) && !(key(event).isEmpty() && repeated(event))) {
            count(event, zone, overseas, true);
            if (key(event).isEmpty()) {
                seen.add(event.id());
            }
        }
    }

    private void failed(MailEvent event) {
        Sub sub = find(key(event), event.time().getEpochSecond());
        if (repeated(event) || sub == null || sub.refusedByUs) {
            return;
        }
        boolean news = !sub.confirmed || !sub.counted;
        confirm(sub);
        int left = "5.6.7".equals(event.statusCode()) ? 0 : sub.recipients - sub.bounced - sub.complained;
        int failed = Math.max(0, Math.min(Math.max(1, event.recipientCount()), left));
        if (failed > 0 || news) {
            sub.bounced += event.kind() == EventKind.BOUNCED ? failed : 0;
            sub.complained += event.kind() == EventKind.COMPLAINT ? failed : 0;
            seen.add(event.id());
        }
    }

    private boolean repeated(MailEvent event) {
        return seen.subList(Math.max(0, seen.size() - 64), seen.size()).contains(event.id());
    }

    private void count(MailEvent event, ZoneId zone, boolean overseas, boolean outcome) {
        Sub sub = make(event, zone, overseas);
        sub.ahead = outcome;
        sub.confirmed = outcome;
        subs.add(sub);
        enter(sub);
        remember(sub);
        use(event, zone);
        learn(event, sub.day);
    }

    /** Counts a submission as far back as each step of time reaches. */
    private void enter(Sub sub) {
        int minute = step(sub.second, 60);
        int halfHour = step(sub.second, 1800);
        sub.counted = true;
        sub.inMinutes = newestMinute == Integer.MIN_VALUE || minute > newestMinute - 60;
        sub.inHalfHours = newestHalfHour == Integer.MIN_VALUE || halfHour > newestHalfHour - 48;
        sub.inDays = newestDay == Integer.MIN_VALUE || sub.day > newestDay - 35;
        newestMinute = Math.max(newestMinute, minute);
        newestHalfHour = Math.max(newestHalfHour, halfHour);
        newestDay = Math.max(newestDay, sub.day);
        newestCounted = Math.max(newestCounted, sub.second);
        everCounted++;
        if (rhythm.frozen(sub.second) && sub.inDays) {
            suspectDays.add(sub.day);
        }
        rhythm.accepted(sub.second, sub.day);
    }

    private void confirm(Sub sub) {
        sub.confirmed = true;
        sub.refusedByUs = false;
        if (!sub.counted) {
            if (!subs.contains(sub)) {
                subs.add(sub);
            }
            enter(sub);
        }
    }

    private static void giveBack(Sub sub) {
        sub.counted &= sub.confirmed;
    }

    void suspected(MailEvent event, ZoneId zone) {
        int day = Math.toIntExact(event.time().atZone(zone).toLocalDate().toEpochDay());
        rhythm.suspected(event.time().getEpochSecond(), harmful(day) ? 21 : 7);
    }

    private boolean harmful(int day) {
        TimeWindow week = TimeWindow.of("7d");
        long all = sum(week, 0, day, TrafficClass.ANY, sub -> sub.recipients);
        long bounced = sum(week, 0, day, TrafficClass.ANY, sub -> sub.bounced);
        long complained = sum(week, 0, day, TrafficClass.ANY, sub -> sub.complained);
        return bounced >= 5 && bounced >= 0.1 * all || complained >= 2 && complained >= 0.003 * all;
    }

    private void use(MailEvent event, ZoneId zone) {
        int day = Math.toIntExact(event.time().atZone(zone).toLocalDate().toEpochDay());
        boolean familiar = networks.familiar(event.origin(), day);
        places.plus(event, familiar, networks.familiarCountry(event.origin(), day));
        if (!familiar) {
            newestDay = Math.max(newestDay, day);
        }
    }

    private void learn(MailEvent event, int day) {
        boolean frozen = rhythm.frozen(event.time().getEpochSecond());
        boolean owner = !networks.established()
                || NaiveFamiliarNetworks.tells(event.origin()) && networks.familiar(event.origin(), day);
        networks.plus(event.origin(), day, frozen ? 0 : credit(event, day));
        if (!frozen && !event.recipients().isEmpty()) {
            String name = event.recipients().get(0).substring(0, 2);
            if (!name.equals(keyName)) {
                known = new ArrayList<>();
                older.clear();
                level = 0;
            }
            keyName = name;
            known.removeAll(event.recipients());
            known.addAll(event.recipients().stream().distinct().toList());
            if (owner) {
                vouched.addAll(event.recipients());
            }
            int last = Math.max(0, known.size() - 160);
            known.subList(0, last).stream().filter(vouched::contains).forEach(this::crowdedOut);
            known = new ArrayList<>(known.subList(last, known.size()));
            vouched.retainAll(known);
        }
    }

    private void crowdedOut(String one) {
        if (sampled(one)) {
            older.add(one);
        }
        while (older.size() > 256) {
            level++;
            older.removeIf(other -> !sampled(other));
        }
    }

    /** Every hash while few are crowded out, then those that end on so many zeros before the last bit. */
    private boolean sampled(String one) {
        return (StableHash.of(one) >>> 1) % (1 << level) == 0;
    }

    private double credit(MailEvent event, int day) {
        Set<String> people = new HashSet<>(event.recipients());
        boolean comparable =
                !people.isEmpty() && event.recipients().get(0).substring(0, 2).equals(keyName);
        long toKnown = 0;
        if (comparable) {
            Set<String> others = new HashSet<>(people);
            others.removeAll(vouched);
            long sampled = others.stream().filter(this::sampled).count();
            toKnown = people.size() - others.size();
            if (sampled > 0) {
                long found = others.stream().filter(older::contains).count();
                toKnown += Math.round((double) others.size() * found / sampled);
            }
        }
        if (!networks.established() || known.isEmpty()) {
            return 1;
        }
        if (!people.isEmpty() && 2 * toKnown >= people.size()) {
            boolean homeInUse = sum(TimeWindow.of("7d"), 0, day, TrafficClass.FAMILIAR, sub -> 1) > 0;
            return networks.familiar(event.origin(), day) || !homeInUse ? 1 : 0.4;
        }
        return networks.gains(event.origin(), day, 0.2) && !harmful(day) ? 0.2 : 0;
    }

    private Sub make(MailEvent event, ZoneId zone, boolean overseas) {
        Sub sub = new Sub();
        sub.key = key(event);
        sub.second = event.time().getEpochSecond();
        sub.day = Math.toIntExact(event.time().atZone(zone).toLocalDate().toEpochDay());
        sub.lane = (overseas ? 2 : 0) + (networks.familiar(event.origin(), sub.day) ? 0 : 1);
        sub.recipients = event.recipientCount();
        boolean comparable = known.size() >= 10
                && !event.recipients().isEmpty()
                && event.recipients().get(0).startsWith(keyName);
        Set<String> absent = new HashSet<>(event.recipients());
        absent.removeAll(known);
        long sampled = absent.stream().filter(this::sampled).count();
        comparable &= sampled > 0 || absent.isEmpty();
        int compared = comparable ? Math.min(event.recipients().size(), sub.recipients) : 0;
        long unseen = absent.stream()
                .filter(this::sampled)
                .filter(one -> !older.contains(one))
                .count();
        long fresh = sampled == 0 ? 0 : Math.round((double) absent.size() * unseen / sampled);
        sub.fresh = (int) Math.min(fresh, compared);
        sub.uncompared = sub.recipients - compared;
        return sub;
    }

    private void remember(Sub sub) {
        if (sub.key.isEmpty()) {
            return;
        }
        List<Sub> gone = new ArrayList<>(remembered.stream()
                .filter(old -> old.second <= sub.second - WEEK)
                .toList());
        if (remembered.size() == REMEMBERED) {
            gone.add(remembered.get(0));
        }
        gone.forEach(old -> forgotten = Math.max(forgotten, old.second));
        remembered.removeAll(gone);
        remembered.add(sub);
    }

    private boolean forgot(MailEvent event) {
        return forgotten != 0
                && event.time().getEpochSecond() <= forgotten + CLOCKS
                && remembered.stream().anyMatch(sub -> !sub.ahead);
    }

    private @Nullable Sub find(String key, long second) {
        Sub found = null;
        for (Sub sub : remembered) {
            boolean fits = !key.isEmpty()
                    && sub.key.equals(key)
                    && sub.second <= second + CLOCKS
                    && sub.second > second - WEEK;
            found = fits && (found == null || sub.second >= found.second) ? sub : found;
        }
        return found;
    }

    private @Nullable Sub ahead(MailEvent attempt) {
        long second = attempt.time().getEpochSecond();
        return remembered.stream()
                .filter(sub -> sub.ahead && sub.key.equals(key(attempt)) && Math.abs(sub.second - second) <= CLOCKS)
                .findFirst()
                .orElse(null);
    }

    private static String key(MailEvent event) {
        return event.queueId() == null ? "" : event.server() + " " + event.queueId();
    }

    private static int step(long second, int length) {
        return Math.toIntExact(Math.floorDiv(second, (long) length));
    }

    /** Whether anything of a day is kept. */
    boolean keeps(int day) {
        return day > newestDay - 35;
    }

    /** What the counted submissions of a window add up to. */
    long sum(TimeWindow window, long now, int today, int lanes, ToIntFunction<Sub> what) {
        long sum = 0;
        for (Sub sub : subs) {
            if (sub.counted && (lanes >> sub.lane & 1) == 1 && within(sub, window, now, today)) {
                sum += what.applyAsInt(sub);
            }
        }
        return sum;
    }

    private boolean within(Sub sub, TimeWindow window, long now, int today) {
        int n = window.steps();
        return switch (window.step()) {
            case MINUTE -> sub.inMinutes && within(step(sub.second, 60), step(now, 60), n, newestMinute, 60);
            case HALF_HOUR -> sub.inHalfHours && within(step(sub.second, 1800), step(now, 1800), n, newestHalfHour, 48);
            case DAY -> sub.inDays && within(sub.day, today, n, newestDay, 35);
        };
    }

    private static boolean within(int step, int last, int steps, int newest, int kept) {
        return step > newest - kept && step > last - steps && step <= last;
    }
}
