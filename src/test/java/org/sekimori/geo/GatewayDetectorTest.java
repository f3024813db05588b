package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.geo.GatewayDetector.SharedAddresses;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import org.slf4j.LoggerFactory;

/** When a proxy or container gateway is suspected between the mail server and its clients. */
class GatewayDetectorTest {

    private static final String GATEWAY = "172.18.0.1";
    private static final OriginResolver RESOLVER = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());

    private final GatewayDetector watch = new GatewayDetector();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(GatewayDetector.class);
    }

    @Test
    void allAccountsAtOneInternalAddressAreAWarningWithTheAddress() {
        submit(1, 20, GATEWAY);

        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(20, 20, 0, GATEWAY));
        assertThat(watch.sharedAddresses().gatewaySuspected()).isTrue();
        assertThat(warnings()).singleElement().asString().contains(GATEWAY, "docs/postfix.md");
    }

    @Test
    void theWarningIsLoggedOnceHoweverManySubmissionsFollow() {
        submit(1, 500, GATEWAY);
        submit(1, 500, GATEWAY);

        assertThat(warnings()).hasSize(1);
    }

    @Test
    void accountsAtAddressesOfTheirOwnAreNone() {
        for (int i = 0; i < 200; i++) {
            submit(i, i, "192.168.1." + i);
        }

        assertThat(watch.sharedAddresses().gatewaySuspected()).isFalse();
        assertThat(watch.sharedAddresses().busiest()).isNull();
    }

    @Test
    void aFewMailboxesAtOneDeskAreNone() {
        submit(1, GatewayDetector.LEAST - 1, "192.168.1.7");

        assertThat(watch.sharedAddresses().gatewaySuspected()).isFalse();
    }

    @Test
    void aPublicAddressThatManyShareIsNone() {
        submit(1, 100, "1.2.3.4");

        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(100, 0, 0, null));
    }

    @Test
    void aMinorityBehindAnInternalAddressIsShownAndNoWarning() {
        submit(1, 40, "10.0.0.5");
        for (int i = 41; i <= 100; i++) {
            submit(i, i, "1.2.3." + i);
        }

        assertThat(watch.sharedAddresses().share()).isCloseTo(0.4, within(1e-9));
        assertThat(watch.sharedAddresses().gatewaySuspected()).isFalse();
        assertThat(watch.sharedAddresses().busiest()).isEqualTo("10.0.0.5");
    }

    @Test
    void aPairOfProxiesCountsTogether() {
        submit(1, 30, "10.0.0.5");
        submit(31, 50, "10.0.0.6");
        for (int i = 51; i <= 80; i++) {
            submit(i, i, "1.2.3." + i);
        }

        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(80, 50, 0, "10.0.0.5"));
        assertThat(watch.sharedAddresses().gatewaySuspected()).isTrue();
    }

    @Test
    void itIsOverWhenAccountsComeFromTheirOwnAddressesAndANewOneIsToldAgain() {
        submit(1, 20, GATEWAY);
        for (int i = 1; i <= 20; i++) {
            submit(i, i, "1.2.3." + i);
        }
        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(20, 0, 0, null));

        submit(1, 20, "10.9.9.9");
        assertThat(warnings()).hasSize(2).last().asString().contains("10.9.9.9");
    }

    @ParameterizedTest
    @EnumSource(
            value = SubmissionChannel.class,
            names = {"WEBMAIL", "API"})
    void onlySubmissionCounts(SubmissionChannel channel) {
        for (int i = 0; i < 20; i++) {
            watch.record(event(i, GATEWAY, EventKind.ATTEMPT, channel, false));
        }

        assertThat(watch.sharedAddresses().accounts()).isZero();
    }

    @Test
    void failedLoginsHistoryAndWhatWasHeardLaterDoNotCount() {
        for (int i = 0; i < 20; i++) {
            watch.record(event(i, GATEWAY, EventKind.AUTH_FAILED, SubmissionChannel.SUBMISSION, false));
            watch.record(event(i, GATEWAY, EventKind.ATTEMPT, SubmissionChannel.SUBMISSION, true));
            watch.record(event(i, null, EventKind.ACCEPTED, SubmissionChannel.SUBMISSION, false));
        }

        assertThat(watch.sharedAddresses().accounts()).isZero();
    }

    @Test
    void submissionsWithoutAnAddressAreAWarningUntilMostHaveOne() {
        for (int i = 0; i < 20; i++) {
            watch.record(event(i, null, EventKind.ATTEMPT, SubmissionChannel.SUBMISSION, false));
        }
        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(20, 0, 20, null));
        assertThat(watch.sharedAddresses().addressesMissing()).isTrue();
        assertThat(watch.sharedAddresses().gatewaySuspected()).isFalse();
        assertThat(warnings()).singleElement().asString().contains("without the address", "docs/postfix.md");

        for (int i = 0; i < 16; i++) {
            submit(i, i, "1.2.3." + i);
        }
        assertThat(watch.sharedAddresses().addressesMissing()).isFalse();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aFewProgramsThatSendNoAddressAreNone() {
        for (int i = 0; i < GatewayDetector.LEAST - 1; i++) {
            watch.record(event(i, null, EventKind.ATTEMPT, SubmissionChannel.SUBMISSION, false));
        }

        assertThat(watch.sharedAddresses().addressesMissing()).isFalse();
    }

    @Test
    void whatTheOperatorCalledInternalIsNoGateway() {
        for (int i = 0; i < 20; i++) {
            watch.record(event(i, "1.2.3.4", new Origin.Internal("override", "1.2.3.0/24")));
        }

        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(20, 0, 0, null));
    }

    @Test
    void onlyTheLastThousandAccountsAreRemembered() {
        submit(1, 50_000, GATEWAY);
        assertThat(watch.sharedAddresses())
                .isEqualTo(new SharedAddresses(GatewayDetector.REMEMBERED, GatewayDetector.REMEMBERED, 0, GATEWAY));

        submit(50_001, 50_000 + GatewayDetector.REMEMBERED, "1.2.3.4");
        assertThat(watch.sharedAddresses()).isEqualTo(new SharedAddresses(GatewayDetector.REMEMBERED, 0, 0, null));
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void submit(int from, int to, String address) {
        for (int i = from; i <= to; i++) {
            watch.record(event(i, address, EventKind.ATTEMPT, SubmissionChannel.SUBMISSION, false));
        }
    }

    private static MailEvent event(
            int account, @Nullable String address, EventKind kind, SubmissionChannel channel, boolean history) {
        return event(
                account,
                address,
                kind,
                channel,
                history,
                RESOLVER.resolve(address, null).origin());
    }

    private static MailEvent event(int account, String address, Origin origin) {
        return event(account, address, EventKind.ATTEMPT, SubmissionChannel.SUBMISSION, false, origin);
    }

    private static MailEvent event(
            int account,
            @Nullable String address,
            EventKind kind,
            SubmissionChannel channel,
            boolean history,
            Origin origin) {
        return MailEvent.builder("e", Instant.EPOCH, kind, Account.of("user" + account + "@isp.example"))
                .channel(channel)
                .clientAddress(
                        address == null ? null : ClientAddress.of(address).text())
                .recipientCount(1)
                .history(history)
                .origin(origin)
                .build();
    }
}
