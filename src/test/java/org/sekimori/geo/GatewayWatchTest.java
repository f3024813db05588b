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
import org.sekimori.geo.GatewayWatch.Picture;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.slf4j.LoggerFactory;

/** When a proxy or container gateway is suspected between the mail server and its clients. */
class GatewayWatchTest {

    private static final String GATEWAY = "172.18.0.1";
    private static final OriginResolver RESOLVER = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());

    private final GatewayWatch watch = new GatewayWatch();
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
        return (Logger) LoggerFactory.getLogger(GatewayWatch.class);
    }

    @Test
    void allAccountsAtOneInternalAddressAreAWarningWithTheAddress() {
        submit(1, 20, GATEWAY);

        assertThat(watch.picture()).isEqualTo(new Picture(20, 20, 0, GATEWAY));
        assertThat(watch.picture().gatewaySuspected()).isTrue();
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

        assertThat(watch.picture().gatewaySuspected()).isFalse();
        assertThat(watch.picture().busiest()).isNull();
    }

    @Test
    void aFewMailboxesAtOneDeskAreNone() {
        submit(1, GatewayWatch.LEAST - 1, "192.168.1.7");

        assertThat(watch.picture().gatewaySuspected()).isFalse();
    }

    @Test
    void aPublicAddressThatManyShareIsNone() {
        submit(1, 100, "1.2.3.4");

        assertThat(watch.picture()).isEqualTo(new Picture(100, 0, 0, null));
    }

    @Test
    void aMinorityBehindAnInternalAddressIsShownAndNoWarning() {
        submit(1, 40, "10.0.0.5");
        for (int i = 41; i <= 100; i++) {
            submit(i, i, "1.2.3." + i);
        }

        assertThat(watch.picture().share()).isCloseTo(0.4, within(1e-9));
        assertThat(watch.picture().gatewaySuspected()).isFalse();
        assertThat(watch.picture().busiest()).isEqualTo("10.0.0.5");
    }

    @Test
    void aPairOfProxiesCountsTogether() {
        submit(1, 30, "10.0.0.5");
        submit(31, 50, "10.0.0.6");
        for (int i = 51; i <= 80; i++) {
            submit(i, i, "1.2.3." + i);
        }

        assertThat(watch.picture()).isEqualTo(new Picture(80, 50, 0, "10.0.0.5"));
        assertThat(watch.picture().gatewaySuspected()).isTrue();
    }

    @Test
    void itIsOverWhenAccountsComeFromTheirOwnAddressesAndANewOneIsToldAgain() {
        submit(1, 20, GATEWAY);
        for (int i = 1; i <= 20; i++) {
            submit(i, i, "1.2.3." + i);
        }
        assertThat(watch.picture()).isEqualTo(new Picture(20, 0, 0, null));

        submit(1, 20, "10.9.9.9");
        assertThat(warnings()).hasSize(2).last().asString().contains("10.9.9.9");
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"WEBMAIL", "API"})
    void onlySubmissionCounts(Channel channel) {
        for (int i = 0; i < 20; i++) {
            watch.note(event(i, GATEWAY, Kind.ATTEMPT, channel, false));
        }

        assertThat(watch.picture().accounts()).isZero();
    }

    @Test
    void failedLoginsHistoryAndWhatWasHeardLaterDoNotCount() {
        for (int i = 0; i < 20; i++) {
            watch.note(event(i, GATEWAY, Kind.AUTH_FAILED, Channel.SUBMISSION, false));
            watch.note(event(i, GATEWAY, Kind.ATTEMPT, Channel.SUBMISSION, true));
            watch.note(event(i, null, Kind.ACCEPTED, Channel.SUBMISSION, false));
        }

        assertThat(watch.picture().accounts()).isZero();
    }

    @Test
    void submissionsWithoutAnAddressAreAWarningUntilMostHaveOne() {
        for (int i = 0; i < 20; i++) {
            watch.note(event(i, null, Kind.ATTEMPT, Channel.SUBMISSION, false));
        }
        assertThat(watch.picture()).isEqualTo(new Picture(20, 0, 20, null));
        assertThat(watch.picture().addressesMissing()).isTrue();
        assertThat(watch.picture().gatewaySuspected()).isFalse();
        assertThat(warnings()).singleElement().asString().contains("without the address", "docs/postfix.md");

        for (int i = 0; i < 16; i++) {
            submit(i, i, "1.2.3." + i);
        }
        assertThat(watch.picture().addressesMissing()).isFalse();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aFewProgramsThatSendNoAddressAreNone() {
        for (int i = 0; i < GatewayWatch.LEAST - 1; i++) {
            watch.note(event(i, null, Kind.ATTEMPT, Channel.SUBMISSION, false));
        }

        assertThat(watch.picture().addressesMissing()).isFalse();
    }

    @Test
    void whatTheOperatorCalledInternalIsNoGateway() {
        for (int i = 0; i < 20; i++) {
            watch.note(event(i, "1.2.3.4", new Origin.Internal("override", "1.2.3.0/24")));
        }

        assertThat(watch.picture()).isEqualTo(new Picture(20, 0, 0, null));
    }

    @Test
    void onlyTheLastThousandAccountsAreRemembered() {
        submit(1, 50_000, GATEWAY);
        assertThat(watch.picture())
                .isEqualTo(new Picture(GatewayWatch.REMEMBERED, GatewayWatch.REMEMBERED, 0, GATEWAY));

        submit(50_001, 50_000 + GatewayWatch.REMEMBERED, "1.2.3.4");
        assertThat(watch.picture()).isEqualTo(new Picture(GatewayWatch.REMEMBERED, 0, 0, null));
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void submit(int from, int to, String address) {
        for (int i = from; i <= to; i++) {
            watch.note(event(i, address, Kind.ATTEMPT, Channel.SUBMISSION, false));
        }
    }

    private static MailEvent event(int account, @Nullable String address, Kind kind, Channel channel, boolean history) {
        return event(
                account,
                address,
                kind,
                channel,
                history,
                RESOLVER.resolve(address, null).origin());
    }

    private static MailEvent event(int account, String address, Origin origin) {
        return event(account, address, Kind.ATTEMPT, Channel.SUBMISSION, false, origin);
    }

    private static MailEvent event(
            int account, @Nullable String address, Kind kind, Channel channel, boolean history, Origin origin) {
        return new MailEvent(
                "e",
                Instant.EPOCH,
                kind,
                "",
                channel,
                Account.of("user" + account + "@isp.example"),
                address == null ? null : ClientAddress.of(address).text(),
                null,
                null,
                null,
                null,
                List.of(),
                1,
                0,
                null,
                null,
                null,
                history,
                origin);
    }
}
