package org.sekimori.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * A day of a small provider, drawn from a seed: submissions from home and abroad, by relays and from nowhere, asked about twice,
 * their outcomes, bounces and complaints, log-ins that fail and that do not, an imported past, accounts that are closed.
 */
final class MixedTraffic {

    private static final String[] ADDRESSES = {
        "133.11.93.10",
        "133.11.93.77",
        "126.1.2.3",
        "2400:4050::1",
        "91.10.20.30",
        "92.170.1.1",
        "209.85.220.41",
        "10.1.2.3",
        ""
    };
    private static final String[] HEARD = {
        "accepted",
        "deferred",
        "rejected",
        "rate_limited",
        "bounced",
        "complaint",
        "auth_failed",
        "auth_succeeded",
        "password_changed",
        "account_renamed",
        "account_closed"
    };

    private final Random random;
    private final Instant begin;
    private final int accounts;
    private final List<String> events = new ArrayList<>();

    private MixedTraffic(long seed, Instant begin, int accounts) {
        this.random = new Random(seed);
        this.begin = begin;
        this.accounts = accounts;
    }

    /** So many events of the 24 hours that follow {@code begin}, as lines of JSON. */
    static List<String> events(long seed, Instant begin, int accounts, int count) {
        MixedTraffic day = new MixedTraffic(seed, begin, accounts);
        for (int i = 0; i < count; i++) {
            day.add(i, begin.plus(Duration.ofDays(1).multipliedBy(i).dividedBy(count)));
        }
        return day.events;
    }

    private void add(int number, Instant time) {
        int draw = random.nextInt(100);
        if (draw < 55) {
            submission(number, time);
        } else if (draw < 60 && !events.isEmpty()) {
            events.add(events.get(random.nextInt(events.size())));
        } else if (draw < 65) {
            events.add(event(number, begin.minus(Duration.ofDays(1 + random.nextInt(20))), "attempt")
                    .put("history", true)
                    .put("recipient_count", 1 + random.nextInt(5))
                    .toString());
        } else {
            heard(number, time);
        }
    }

    private void submission(int number, Instant time) {
        ObjectNode event =
                event(number, time, "attempt").put("queue_id", queueId()).put("size", random.nextInt(90_000));
        int recipients = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(4);
        for (int i = 0; i < recipients; i++) {
            event.withArray("recipients").add("friend-" + random.nextInt(40) + "@d" + i % 7 + ".example");
        }
        if (random.nextInt(10) == 0) {
            event.put("channel", "webmail").put("sender", "");
        }
        events.add(event.toString());
    }

    /** Only the last account is ever closed or renamed: that leaves nothing to decide by. */
    private void heard(int number, Instant time) {
        String kind = HEARD[random.nextInt(HEARD.length)];
        ObjectNode event = event(number, time, kind).put("queue_id", queueId());
        if (kind.startsWith("account_")) {
            event.put("account", account(accounts - 1));
        } else if (kind.equals("bounced")) {
            event.put("status_code", random.nextBoolean() ? "5.1.1" : "5.6.7");
        }
        events.add(event.toString());
    }

    /** Few, so that outcomes find their submissions and names come again. */
    private String queueId() {
        return "Q" + random.nextInt(25);
    }

    /** The first is written in Japanese, and so is what it is told. */
    static String account(int number) {
        return number == 0 ? "佐藤@jp.example" : "user" + number + "@isp.example";
    }

    private ObjectNode event(int number, Instant time, String kind) {
        ObjectNode event = TopicReader.JSON
                .createObjectNode()
                .put("id", "mixed-" + number)
                .put("time", time.toString())
                .put("kind", kind)
                .put("server", "mx" + random.nextInt(2) + ".isp.example")
                .put("account", account(random.nextInt(accounts)));
        String address = ADDRESSES[random.nextInt(ADDRESSES.length)];
        return address.isEmpty() ? event : event.put("client_address", address);
    }
}
