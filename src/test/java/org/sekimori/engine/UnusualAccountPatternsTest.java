package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/**
 * No rule keeps an honest account unusual for ever: what repeats day after day becomes usual without anybody's hand, and a theft
 * is seen in every such life.
 */
class UnusualAccountPatternsTest {

    private static final int DAYS = 75;

    /** Messages of the theft that are let pass before it is noticed. */
    private static final int MOST_OUT = 23;

    /**
     * Bulk mail from places that are never known, to more people than are remembered: sixty strangers more are less than the account
     * writes to on such a day anyway.
     */
    private static final Set<UnusualAccountPattern> LIKE_A_THEFT =
            EnumSet.of(UnusualAccountPattern.MONTHLY_NEWSLETTER, UnusualAccountPattern.NEWSLETTER_BY_A_SERVICE);

    /** Sixty offices at sixty networks, of which more are forgotten than remembered: a theft in it is noted, and makes no case. */
    private static final Set<UnusualAccountPattern> ONLY_NOTED = EnumSet.of(UnusualAccountPattern.LARGE_SHARED_MAILBOX);

    /**
     * A shop that writes to strangers from a new network may have moved, and some accounts have no known places: they are
     * flagged and not stopped.
     */
    private static final Set<UnusualAccountPattern> ONLY_FLAGGED = EnumSet.of(
            UnusualAccountPattern.SHOP,
            UnusualAccountPattern.SEASONAL,
            UnusualAccountPattern.LARGE_SHARED_MAILBOX,
            UnusualAccountPattern.CHANGING_PROVIDERS,
            UnusualAccountPattern.ONCE_A_MONTH,
            UnusualAccountPattern.GROWING_NEWSLETTER,
            UnusualAccountPattern.NEWSLETTER_THAT_MOVES,
            UnusualAccountPattern.WEEKLY_INVITATIONS);

    private static Rulebook shipped;

    /** The shipped rules and all worked examples, enforced. */
    private static Rulebook withExamples;

    @BeforeAll
    static void compile() throws RulebookException, IOException {
        withExamples = Rulebook.compile(HomeCountryOverride.apply(enforced(), List.of("JP")));
        shipped = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void close() {
        shipped.close();
        withExamples.close();
    }

    /**
     * The last two columns: on how many of 75 days it is flagged by any rule, and the first day from which on it never is; 75 where
     * something new happens again and again.
     */
    @ParameterizedTest
    @CsvSource({
        "SHARED_MAILBOX,               1,  1",
        "LARGE_SHARED_MAILBOX,         9,  9",
        "TELEPHONE,                    1,  1",
        "TELEPHONE_OF_UNNAMED_CARRIER, 1,  1",
        "CHANGING_PROVIDERS,           1,  1",
        "COMMUTER,                     0,  0",
        "CREW,                         4,  4",
        "GROWING_NEWSLETTER,           0,  0",
        "SEASONAL,                     7, 37",
        "SHOP,                         0,  0",
        "UNDER_CONSTANT_GUESSING,      2,  7",
        "OLD_LIST_EACH_MONTH,          6, 75",
        "NIGHT_SHIFT,                  0,  0",
        "ONCE_A_MONTH,                 1,  4",
        "WEEKLY_INVITATIONS,           1,  2",
        "NEWSLETTER_BY_A_SERVICE,      1,  2",
        "MONTHLY_NEWSLETTER,           1,  4",
        "NEWSLETTER_THAT_MOVES,        2, 41",
        "FETCHED_BY_A_CLOUD,           1,  1"
    })
    void oddLifeBecomesUsualAndATheftInItIsNoticed(UnusualAccountPattern life, int mostFlaggedDays, int quietFrom) {
        try (UnusualAccountRun lived = new UnusualAccountRun(shipped)) {
            lived.live(life, DAYS);

            assertThat(lived.flaggedDays()).hasSizeLessThanOrEqualTo(mostFlaggedDays);
            assertThat(lived.flaggedDays()).allSatisfy(day -> assertThat(day).isLessThan(quietFrom));
            assertThat(lived.longestFreeze()).isLessThanOrEqualTo(7);
            assertThat(lived.size()).isLessThanOrEqualTo(6144);

            if (!LIKE_A_THEFT.contains(life)) {
                List<TestEventBuilder> theft = UnusualAccountPattern.theft(DAYS);
                int noticed = lived.noticed(theft);
                assertThat(noticed).isLessThanOrEqualTo(MOST_OUT + 1);
                int more = lived.lettingPass(theft.subList(noticed, theft.size()));
                if (!ONLY_NOTED.contains(life)) {
                    assertThat(lived.flaggedDays()).contains(DAYS);
                }
                if (!ONLY_FLAGGED.contains(life)) {
                    assertThat(noticed + more).isLessThanOrEqualTo(MOST_OUT + 1);
                }
            }
        }
    }

    /** A hotel is new once; that a third of an old list bounces is only noted. */
    @Test
    void whatIsNewAgainIsToldOnce() {
        try (UnusualAccountRun guessed = new UnusualAccountRun(shipped);
                UnusualAccountRun list = new UnusualAccountRun(shipped)) {
            guessed.live(UnusualAccountPattern.UNDER_CONSTANT_GUESSING, DAYS);
            list.live(UnusualAccountPattern.OLD_LIST_EACH_MONTH, DAYS);

            assertThat(guessed.flaggedDays()).containsExactly(0, 6);
            assertThat(list.flaggedDays()).isEmpty();
        }
    }

    /** Those that the worked examples hit most; the long run takes all. */
    static Set<UnusualAccountPattern> lives() {
        return LongRun.is()
                ? EnumSet.allOf(UnusualAccountPattern.class)
                : EnumSet.of(
                        UnusualAccountPattern.CREW,
                        UnusualAccountPattern.SHOP,
                        UnusualAccountPattern.OLD_LIST_EACH_MONTH);
    }

    /** All worked examples act; some of them flag a shop for its strangers, or a crew for its countries. */
    @ParameterizedTest
    @MethodSource("lives")
    void learningGoesOnUnderTheWorkedExamplesToo(UnusualAccountPattern life) {
        try (UnusualAccountRun lived = new UnusualAccountRun(withExamples)) {
            lived.live(life, DAYS);

            assertThat(lived.longestFreeze()).isLessThanOrEqualTo(7);
            assertThat(lived.frozenDays()).isLessThanOrEqualTo(DAYS / 2);
        }
    }

    private static RulebookFiles enforced() throws RulebookException, IOException {
        RulebookFiles files = ExampleRules.onTopOfTheShipped();
        Map<String, String> all = new TreeMap<>(files.files());
        all.replaceAll(
                (name, text) -> name.endsWith("rule.yml") ? text.replace("mode: shadow", "mode: enforce") : text);
        return new RulebookFiles(new TreeMap<>(all));
    }

    /**
     * A thief who floods the account again each day is stopped as on the first one: for three weeks while a fifth of his mail bounces,
     * and for nine days where no bounces are reported. From then on, if nobody has looked, he is learned little by little.
     */
    @ParameterizedTest
    @CsvSource({"true, 21", "false, 9"})
    void intruderWhoComesAgainEveryDayStaysStopped(boolean bounces, int days) {
        try (UnusualAccountRun lived = new UnusualAccountRun(shipped)) {
            lived.live(UnusualAccountPattern.NIGHT_SHIFT, 30);
            for (int day = 30; day < 30 + days; day++) {
                List<TestEventBuilder> theft =
                        bounces ? UnusualAccountPattern.bouncingTheft(day) : UnusualAccountPattern.theft(day);
                assertThat(lived.lettingPass(theft)).as("day %d", day).isLessThanOrEqualTo(MOST_OUT);
                lived.liveOn(UnusualAccountPattern.NIGHT_SHIFT, day);
            }
            assertThat(lived.held() || lived.flaggedDays().size() == days)
                    .as("flagged every day, or on hold")
                    .isTrue();
        }
    }
}
