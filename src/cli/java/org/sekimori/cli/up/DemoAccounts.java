package org.sekimori.cli.up;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The customers of the demo's provider. Each run has people of its own, so that a demo that is played again over the same data does not
 * meet the hold and the grant of the one before.
 *
 * @param run from 1
 */
record DemoAccounts(int run) {

    static final String TOKYO = "133.11.93.10";
    static final String BERLIN = "91.10.20.30";
    static final String SAO_PAULO = "177.40.5.6";
    static final String KEN_AT_HOME = "126.200.1.9";
    static final String NIGERIA = "41.184.3.6";

    /** A rented machine, as thieves use them to come from the country of their victim. */
    static final String PROXY_IN_JAPAN = "153.126.140.5";

    /** How many other customers send meanwhile. */
    static final int OTHERS = 40;

    private static final int PAST_DAYS = 30;
    private static final int A_DAY = 3;
    private static final int FRIENDS = 14;
    private static final Duration BETWEEN = Duration.ofMinutes(95);

    String akira() {
        return named("akira");
    }

    String hanako() {
        return named("hanako");
    }

    String yuki() {
        return named("yuki");
    }

    String ken() {
        return named("ken");
    }

    /** In Vienna without a grant; the story's day before. */
    String emi() {
        return named("emi");
    }

    /** On a trip that was cancelled. */
    String taro() {
        return named("taro");
    }

    /** Whose password was stolen the day before. */
    String mika() {
        return named("mika");
    }

    /** Who was flagged the day before, and it was a false alarm. */
    String nobu() {
        return named("nobu");
    }

    private String named(String name) {
        return name + (run == 1 ? "" : Integer.toString(run)) + "@isp.example";
    }

    /** One of the others, who all live in Japan. */
    static String other(int number) {
        return String.format("c%03d@isp.example", Math.floorMod(number, OTHERS));
    }

    static boolean isOther(String account) {
        return account.matches("c0[0-9]{2}@isp\\.example");
    }

    /** Where one of the others lives. */
    static String addressOfOther(int number) {
        return "126.200." + (10 + Math.floorMod(number, OTHERS)) + ".7";
    }

    /** The name that the mail program at an address gives for itself (HELO). */
    static String helo(String address) {
        return switch (address) {
            case KEN_AT_HOME -> "kens-laptop.local";
            case PROXY_IN_JAPAN, NIGERIA, DemoDay.ANOTHER_LINE_IN_JAPAN -> "mailer.invalid";
            default -> "laptop.local";
        };
    }

    /** Ken's last thirty days, three messages each to the same few people, as events of the imported past. */
    List<byte[]> pastOfKen(Instant now) {
        List<byte[]> past = new ArrayList<>();
        for (int day = PAST_DAYS; day >= 1; day--) {
            for (int message = A_DAY - 1; message >= 0; message--) {
                Instant time = now.minus(Duration.ofDays(day)).minus(BETWEEN.multipliedBy(message));
                String event = """
                        {"id":"demo-%d-%d-%d","time":"%s","kind":"attempt","server":"mx1.isp.example","channel":"submission",\
                        "account":"%s","client_address":"%s","sender":"%s","recipients":["friend%d@example.net"],"size":2048,\
                        "helo":"%s","history":true}""".formatted(
                                run,
                                day,
                                message,
                                time,
                                ken(),
                                KEN_AT_HOME,
                                ken(),
                                (day * A_DAY + message) % FRIENDS,
                                helo(KEN_AT_HOME));
                past.add(event.getBytes(StandardCharsets.UTF_8));
            }
        }
        return past;
    }
}
