package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostfixConfigMonitorTest {

    private static final int ENOUGH = 12;

    private Instant now = Instant.parse("2026-06-01T09:00:00Z");
    private final PostfixConfigMonitor watch = new PostfixConfigMonitor(
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            Set.of(587, 465));

    private int messages;
    private boolean recipientsNamed;
    private PostfixConfigMonitor.Session connection = watch.open();

    private static PostfixPolicyRequest request(String state, String user, String instance, int port) {
        return new PostfixPolicyRequest(
                state,
                user,
                "192.0.2.1",
                "",
                "",
                "",
                "",
                1,
                0,
                "",
                instance,
                "",
                "",
                "198.51.100.1",
                port,
                List.of(),
                false,
                List.of());
    }

    /** One message over the connection, asked about at these states. */
    private void message(String user, int port, String... states) {
        String instance = "m" + ++messages;
        recipientsNamed = false;
        for (String state : states) {
            connection.note(request(state, user, instance, port), !user.isEmpty(), recipientsNamed);
            recipientsNamed |= state.equals("RCPT");
        }
    }

    private void messages(int count, String user, int port, String... states) {
        for (int i = 0; i < count; i++) {
            message(user, port, states);
        }
    }

    private List<PostfixMisconfiguration> seen() {
        return watch.snapshot().warnings().stream()
                .map(PostfixConfigMonitor.Warning::mistake)
                .toList();
    }

    private void rightMail(int count) {
        messages(count, "alice@isp.example", 587, "RCPT", "RCPT", "END-OF-MESSAGE");
    }

    @Test
    void rightMailShowsNothing() {
        rightMail(200);

        assertThat(watch.snapshot()).isEqualTo(new PostfixConfigMonitor.Snapshot(600, List.of()));
    }

    @Test
    void recipientsWithoutAnEndAreAMissingRestrictionAtTheEndOfTheData() {
        messages(ENOUGH, "alice@isp.example", 587, "RCPT");

        assertThat(watch.snapshot().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.mistake()).isEqualTo(PostfixMisconfiguration.NO_END_OF_DATA);
            assertThat(warning.server()).isEqualTo("198.51.100.1:587");
            assertThat(warning.text()).contains("main.cf needs: smtpd_end_of_data_restrictions = $sekimori");
        });
        assertThat(watch.count(PostfixMisconfiguration.NO_END_OF_DATA)).isOne();
    }

    @Test
    void dataWithoutAnEndIsTheOtherRestriction() {
        messages(ENOUGH, "alice@isp.example", 587, "RCPT", "DATA");

        assertThat(seen()).containsExactly(PostfixMisconfiguration.DATA_INSTEAD_OF_END_OF_DATA);

        // Half mended: DATA is gone, and the end is still missing.
        messages(ENOUGH, "alice@isp.example", 587, "RCPT");
        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_END_OF_DATA);
    }

    @Test
    void anEndWithoutRecipientsIsACheckBehindAPermit() {
        messages(ENOUGH, "alice@isp.example", 587, "END-OF-MESSAGE");

        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_RECIPIENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {587, 465})
    void noUserAtASubmissionPortIsAMistake(int port) {
        messages(ENOUGH, "", port, "RCPT", "END-OF-MESSAGE");

        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_USER);
    }

    @Test
    void noUserAtPort25IsWhatAServerReceives() {
        rightMail(1);
        messages(500, "", 25, "RCPT", "END-OF-MESSAGE");
        messages(500, "", 25, "RCPT");

        assertThat(seen()).isEmpty();
    }

    @Test
    void aServerThatIsOnlyAskedAboutIncomingMailDecidesNothing() {
        messages(PostfixConfigMonitor.INCOMING - 1, "", 25, "RCPT", "END-OF-MESSAGE");
        assertThat(seen()).isEmpty();

        messages(1, "", 25, "RCPT", "END-OF-MESSAGE");
        assertThat(watch.snapshot().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.mistake()).isEqualTo(PostfixMisconfiguration.ONLY_INCOMING);
            assertThat(warning.server()).isEqualTo("all servers");
        });

        rightMail(1);
        assertThat(seen()).isEmpty();
    }

    @Test
    void connectionsAndSendersAloneAreAskedAboutTooEarly() {
        for (int i = 0; i < ENOUGH; i++) {
            connection.note(request("CONNECT", "", "", 587), false, false);
            connection.note(request("MAIL", "alice@isp.example", "", 587), true, false);
        }

        assertThat(seen()).containsExactly(PostfixMisconfiguration.TOO_EARLY);
    }

    @Test
    void checksAtConnectBesideTheRightOnesAreNoMistake() {
        for (int i = 0; i < 50; i++) {
            connection.note(request("CONNECT", "", "", 587), false, false);
            message("alice@isp.example", 587, "MAIL", "RCPT", "END-OF-MESSAGE");
        }

        assertThat(seen()).isEmpty();
    }

    @Test
    void tooFewMessagesSayNothing() {
        // The last one is not over.
        messages(RecentMessageWindow.LEAST, "alice@isp.example", 587, "RCPT");

        assertThat(seen()).isEmpty();
        connection.close();
        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_END_OF_DATA);
    }

    @Test
    void clientsThatGiveUpAndRecipientsThatAreRefusedAreNoMistake() {
        rightMail(5);
        for (int i = 0; i < 50; i++) {
            messages(9, "user" + i + "@isp.example", 587, "RCPT");
            message("user" + i + "@isp.example", 587, "RCPT", "END-OF-MESSAGE");
            assertThat(seen()).isEmpty();
        }
    }

    @Test
    void oneAccountThatNeverGetsToItsDataIsNoMistakeWhereOthersDo() {
        rightMail(1);
        messages(500, "probing@isp.example", 587, "RCPT");

        assertThat(seen()).isEmpty();
    }

    @Test
    void aMistakeThatIsMadeLaterIsSeenByTheMailOfSeveral() {
        rightMail(100);
        for (int i = 0; i < 60; i++) {
            message("user" + i % 7 + "@isp.example", 587, "RCPT");
        }

        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_END_OF_DATA);
    }

    @Test
    void aWarningIsGoneWithTheFirstMessagesAfterItIsMended() {
        messages(60, "alice@isp.example", 587, "RCPT");
        assertThat(seen()).isNotEmpty();

        rightMail(RecentMessageWindow.LEAST);

        assertThat(seen()).isEmpty();
    }

    @Test
    void oneRightMessageDoesNotHideAMistake() {
        messages(60, "alice@isp.example", 587, "RCPT");
        rightMail(1);
        messages(ENOUGH, "alice@isp.example", 587, "RCPT");

        assertThat(seen()).containsExactly(PostfixMisconfiguration.NO_END_OF_DATA);
    }

    @Test
    void eachServerIsJudgedByItself() {
        rightMail(50);
        messages(ENOUGH, "alice@isp.example", 465, "RCPT");

        assertThat(watch.snapshot().warnings())
                .extracting(PostfixConfigMonitor.Warning::server)
                .containsExactly("198.51.100.1:465");
    }

    @Test
    void aServerThatIsSilentForADayIsForgotten() {
        messages(ENOUGH, "alice@isp.example", 587, "RCPT");
        now = now.plus(Duration.ofHours(23));
        assertThat(seen()).isNotEmpty();

        now = now.plus(Duration.ofHours(2));

        assertThat(seen()).isEmpty();
    }

    @Test
    void ofManyServersTheLatestAreKept() {
        for (int port = 1; port <= 3 * PostfixConfigMonitor.SERVERS; port++) {
            messages(ENOUGH, "alice@isp.example", 1000 + port, "RCPT");
        }

        assertThat(watch.snapshot().warnings()).hasSize(PostfixConfigMonitor.SERVERS);
    }

    @Test
    void aRepeatedQuestionAboutTheSameMessageCountsOnce() {
        messages(ENOUGH, "alice@isp.example", 587, "RCPT", "END-OF-MESSAGE", "END-OF-MESSAGE", "END-OF-MESSAGE");

        assertThat(seen()).isEmpty();
    }

    @Test
    void postfixThatDoesNotWaitForItsAnswerHasAShortTimeout() {
        for (int i = 0; i < ENOUGH; i++) {
            message("alice@isp.example", 587, "RCPT", "END-OF-MESSAGE");
            now = now.plusSeconds(1);
            connection.hungUp();
            connection.close();
            connection = watch.open();
        }
        assertThat(seen()).containsExactly(PostfixMisconfiguration.TIMEOUT);

        for (int i = 0; i < RecentMessageWindow.LEAST; i++) {
            message("alice@isp.example", 587, "RCPT", "END-OF-MESSAGE");
            connection.paid();
        }
        assertThat(seen()).isEmpty();
    }

    @Test
    void aProgramThatClosesItsSideAtOnceAndListensOnIsNoTimeout() {
        for (int i = 0; i < ENOUGH; i++) {
            message("alice@isp.example", 587, "RCPT", "END-OF-MESSAGE");
            connection.hungUp();
            connection.paid();
        }

        assertThat(seen()).isEmpty();
    }

    @Test
    void aFewLostAnswersAmongManyAreNoMistake() {
        for (int i = 0; i < 200; i++) {
            message("alice@isp.example", 587, "RCPT", "END-OF-MESSAGE");
            now = now.plusSeconds(1);
            if (i % 10 == 0) {
                connection.hungUp();
            }
            connection.paid();
        }

        assertThat(seen()).isEmpty();
    }
}
