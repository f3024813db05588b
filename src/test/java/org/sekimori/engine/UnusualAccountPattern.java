package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Origin;

/**
 * Honest lives that look odd to a rule that knows ordinary ones only. Each tells what happens on a day; all are at home in Japan
 * and count their days by UTC.
 */
enum UnusualAccountPattern {
    /** A mailbox of a team: two messages from each of 16 offices every day. */
    SHARED_MAILBOX {
        @Override
        void live(Day day) {
            offices(day, 16);
        }
    },
    /** The same with more networks than can be remembered. */
    LARGE_SHARED_MAILBOX {
        @Override
        void live(Day day) {
            offices(day, 60);
        }
    },
    /** A telephone with 14 networks a day of one carrier, none of which comes again. */
    TELEPHONE {
        @Override
        void live(Day day) {
            for (int i = 0; i < 14; i++) {
                int network = day.number * 14 + i;
                day.sends(7 + i, network(100 + network / 250, network % 250, 64_700), day.friend());
            }
        }
    },
    /** The same without a database of autonomous systems: the carrier's blocks are all that can be known. */
    TELEPHONE_OF_UNNAMED_CARRIER {
        @Override
        void live(Day day) {
            for (int i = 0; i < 14; i++) {
                day.sends(7 + i, network(100 + day.random.nextInt(8), day.random.nextInt(250), 0), day.friend());
            }
        }
    },
    /** Somebody behind a service that sends each message by another provider. */
    CHANGING_PROVIDERS {
        @Override
        void live(Day day) {
            for (int i = 0; i < 13; i++) {
                int network = day.number * 13 + i;
                day.sends(8 + i, network(100 + network / 250, network % 250, 70_000 + network), day.friend());
            }
        }
    },
    /** Home in one country, work in another, under a grant that is renewed. */
    COMMUTER {
        @Override
        void live(Day day) {
            day.sends(6, network(10, 1, 64_501), day.friend());
            day.sends(9, abroad("KR", 20), day.friend());
            day.sends(15, abroad("KR", 21), day.friend());
            day.sends(20, network(10, 1, 64_501), day.friend());
        }
    },
    /** A crew that is in five countries every day. */
    CREW {
        @Override
        void live(Day day) {
            day.sends(5, network(10, 1, 64_501), day.friend());
            String[] ports = {"KR", "TW", "CN", "HK"};
            for (int i = 0; i < ports.length; i++) {
                day.sends(8 + 3 * i, abroad(ports[i], 20 + i), day.friend());
            }
        }
    },
    /** A newsletter whose readers become more by 4 % a day, each with a message of their own. */
    GROWING_NEWSLETTER {
        @Override
        void live(Day day) {
            int readers = (int) (20 * Math.pow(1.04, day.number));
            for (int i = 0; i < readers; i++) {
                day.sends(9 + i / 120.0, network(10, 1, 64_501), "reader" + i);
            }
        }
    },
    /** A few messages a day, and forty new people a day in two weeks of the year. */
    SEASONAL {
        @Override
        void live(Day day) {
            boolean season = day.number >= 30 && day.number < 44;
            for (int i = 0; i < (season ? 40 : 2); i++) {
                day.sends(9 + i / 10.0, network(10, 1, 64_501), season ? day.stranger() : day.friend());
            }
        }
    },
    /** A shop that confirms orders of people who never bought before. */
    SHOP {
        @Override
        void live(Day day) {
            for (int i = 0; i < 25 + day.random.nextInt(10); i++) {
                day.sends(6 + i / 2.0, network(10, 1, 64_501), day.stranger());
            }
        }
    },
    /** Its owner sends from a new hotel each week, while somebody guesses at the password all day. */
    UNDER_CONSTANT_GUESSING {
        @Override
        void live(Day day) {
            for (int i = 0; i < 60; i++) {
                day.happens(
                        TestEventBuilder.of(EventKind.AUTH_FAILED, day.at(i / 3.0)),
                        network(200 + i % 5, 9, 64_900 + i % 5));
            }
            for (int i = 0; i < 3; i++) {
                int week = day.number / 7;
                boolean hotel = day.number % 7 == 6;
                day.sends(
                        20.5 + i, hotel ? network(150 + week, 1, 66_000 + week) : network(10, 1, 64_501), day.friend());
            }
        }
    },
    /** On the first of the month sixty members are written to, a third of whom cannot be reached. */
    OLD_LIST_EACH_MONTH {
        @Override
        void live(Day day) {
            day.sends(8, network(10, 1, 64_501), day.friend());
            for (int i = 0; day.number % 30 == 5 && i < 60; i++) {
                String queue = day.number + "-" + i;
                day.happens(
                        TestEventBuilder.submission(day.at(9 + i / 60.0))
                                .queue("mx1", queue)
                                .to(List.of("k1member" + i)),
                        network(10, 1, 64_501));
                if (i % 3 == 0) {
                    day.happens(
                            TestEventBuilder.of(EventKind.BOUNCED, day.at(10.1 + i / 60.0))
                                    .queue("mx1", queue),
                            network(10, 1, 64_501));
                }
            }
            day.sends(20, network(10, 1, 64_501), day.friend());
        }
    },
    /** From ten in the evening to six in the morning, at work and by a telephone. */
    NIGHT_SHIFT {
        @Override
        void live(Day day) {
            for (int i = 0; i < 8; i++) {
                double hour = i < 3 ? 21.5 + i * 0.8 : i;
                day.sends(hour, i % 2 == 0 ? network(10, 1, 64_501) : network(11, i, 64_700), day.friend());
            }
        }
    },
    /** Eighty members are written to once a month, and nothing else is ever sent. */
    ONCE_A_MONTH {
        @Override
        void live(Day day) {
            for (int i = 0; day.number % 30 == 3 && i < 80; i++) {
                day.sends(9 + i / 60.0, network(10, 1, 64_501), "member" + i);
            }
        }
    },
    /** Every Monday sixty people are invited who were never written to before. */
    WEEKLY_INVITATIONS {
        @Override
        void live(Day day) {
            for (int i = 0; i < (day.number % 7 == 1 ? 60 : 2); i++) {
                day.sends(9 + i / 60.0, network(10, 1, 64_501), i < 2 ? day.friend() : day.stranger());
            }
        }
    },
    /** Mail of every day from an office, and once a week 300 readers by a service that changes its networks. */
    NEWSLETTER_BY_A_SERVICE {
        @Override
        void live(Day day) {
            day.sends(8, network(10, 1, 64_501), day.friend());
            for (int i = 0; day.number % 7 == 1 && i < 300; i++) {
                day.sends(10 + i / 150.0, network(60 + day.number, i % 3, 68_000 + day.number), "reader" + i);
            }
        }
    },
    /** A month's issue to 500 readers, more than are remembered, and nothing else. */
    MONTHLY_NEWSLETTER {
        @Override
        void live(Day day) {
            for (int i = 0; day.number % 30 == 3 && i < 500; i++) {
                day.sends(9 + i / 150.0, network(10, 1, 64_501), "reader" + i);
            }
        }
    },
    /** A newsletter of every day that moves to another provider. */
    NEWSLETTER_THAT_MOVES {
        @Override
        void live(Day day) {
            for (int i = 0; i < 180; i++) {
                day.sends(9 + i / 120.0, network(day.number < 40 ? 10 : 15, 1, 64_501 + day.number / 40), "reader" + i);
            }
        }
    },
    /** A service fetches the mail from 25 addresses of a cloud, another 25 each day; the owner sends from home and from cafés. */
    FETCHED_BY_A_CLOUD {
        @Override
        void live(Day day) {
            for (int i = 0; i < 25; i++) {
                int network = day.number * 25 + i;
                day.happens(
                        TestEventBuilder.of(EventKind.AUTH_SUCCEEDED, day.at(i * 0.9)),
                        network(100 + network / 250, network % 250, 65_500));
            }
            day.sends(7.2, network(10, 1, 64_501), day.friend());
            day.sends(12.2, network(170 + day.number % 30, 3, 66_000 + day.number), day.friend());
        }
    };

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    /** What happens on a day. */
    abstract void live(Day day);

    /** The happenings of a day in the order of their time. */
    List<TestEventBuilder> day(int number) {
        Day day = new Day(number);
        live(day);
        day.happenings.sort(Comparator.comparing(TestEventBuilder::time));
        return day.happenings;
    }

    /** A thief with the password at a place that nobody knows: sixty messages to strangers in an hour. */
    static List<TestEventBuilder> theft(int number) {
        Day day = new Day(number);
        for (int i = 0; i < 60; i++) {
            day.sends(3 + i / 60.0, network(222, 7, 69_999), victim(number, i));
        }
        return day.happenings;
    }

    /** Lists that are sold have people of many providers. */
    private static String victim(int number, int i) {
        return "victim" + number + "-" + i + "@d" + i % 25 + ".example";
    }

    /** The same; each fifth message bounces a minute later. */
    static List<TestEventBuilder> bouncingTheft(int number) {
        Day day = new Day(number);
        for (int i = 0; i < 60; i++) {
            String queue = "stolen-" + number + "-" + i;
            Origin origin = network(222, 7, 69_999);
            day.happens(
                    TestEventBuilder.submission(day.at(3 + i / 60.0))
                            .queue("mx1", queue)
                            .to(List.of("k1" + victim(number, i))),
                    origin);
            if (i % 5 == 0) {
                day.happens(
                        TestEventBuilder.of(EventKind.BOUNCED, day.at(3 + (i + 1) / 60.0))
                                .queue("mx1", queue),
                        origin);
            }
        }
        return day.happenings;
    }

    private static void offices(Day day, int offices) {
        for (int i = 0; i < 2 * offices; i++) {
            int office = i % offices;
            day.sends(8 + 10.0 * i / (2 * offices), network(100 + office, 1, 65_000 + office), day.friend());
        }
    }

    static Origin network(int second, int third, long asn) {
        return country("JP", second, third, asn);
    }

    private static Origin abroad(String country, int second) {
        return country(country, second, 5, 67_000 + second);
    }

    private static Origin country(String code, int second, int third, long asn) {
        String network = "198." + second + "." + third + ".0/24";
        return new Origin.Country(code, network, asn, new Origin.Source("test", null));
    }

    /** One day of a life. */
    static final class Day {
        private final int number;
        private final Random random;
        private final List<TestEventBuilder> happenings = new ArrayList<>();
        private int strangers;

        private Day(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        private Instant at(double hour) {
            return START.plus(Duration.ofDays(number)).plusSeconds((long) (hour * 3600));
        }

        private String friend() {
            return "friend" + random.nextInt(40);
        }

        private String stranger() {
            return "stranger" + number + "-" + strangers++;
        }

        private void sends(double hour, Origin origin, String... people) {
            happens(
                    TestEventBuilder.submission(at(hour))
                            .to(IntStream.range(0, people.length)
                                    .mapToObj(i -> "k1" + people[i])
                                    .toList()),
                    origin);
        }

        private void happens(TestEventBuilder happening, Origin origin) {
            String network = String.valueOf(origin.network());
            happenings.add(happening.from(network.replace(".0/24", ".7"), origin));
        }
    }
}
