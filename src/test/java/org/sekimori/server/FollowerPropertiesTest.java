package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.delivery.LogFollowers.FollowerPlan;
import org.sekimori.stream.LogClientSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an operator writes to follow a log, and reads if it makes no sense. */
class FollowerPropertiesTest {

    private static FollowerPlan plan(String name, Map<String, String> properties) {
        FollowerProperties bound =
                new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("", FollowerProperties.class);
        return FollowerProperties.plans(
                        Map.of(name, bound), new LogClientSettings("127.0.0.1:9", "t.", Map.of()), Clock.systemUTC())
                .get(0);
    }

    private static void refused(Map<String, String> properties, String message) {
        refused("mx1", properties, message);
    }

    private static void refused(String name, Map<String, String> properties, @Nullable String message) {
        assertThatThrownBy(() -> plan(name, properties))
                .isInstanceOf(UserFacingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void typeAndFileAreEnough() {
        FollowerPlan plan = plan("mx1", Map.of("type", "postfix", "file", "/var/log/mail.log"));
        assertThat(plan.settings().server()).isEqualTo(FollowedServer.POSTFIX);
        assertThat(plan.settings().zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(plan.settings().serverName()).isEmpty();
        assertThat(plan.source().describe())
                .isEqualTo(Path.of("/var/log/mail.log").toString());
    }

    @Test
    void theRestCanBeSaid() {
        FollowerPlan plan = plan(
                "mx1",
                Map.of(
                        "type",
                        "dovecot",
                        "journal",
                        "mail",
                        "zone",
                        "Asia/Tokyo",
                        "server",
                        "imap1",
                        "from",
                        "beginning"));
        assertThat(plan.settings().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(plan.settings().serverName()).isEqualTo("imap1");
        assertThat(plan.source().describe()).isEqualTo("the journal, SYSLOG_FACILITY=2");
        assertThat(plan("farm", Map.of("type", "postfix", "topic", "mail-log"))
                        .source()
                        .describe())
                .isEqualTo("topic mail-log");
        assertThat(plan(
                                "j",
                                Map.of(
                                        "type",
                                        "postfix",
                                        "journal",
                                        "_SYSTEMD_UNIT=postfix@-.service,SYSLOG_IDENTIFIER=x"))
                        .source()
                        .describe())
                .isEqualTo("the journal, _SYSTEMD_UNIT=postfix@-.service SYSLOG_IDENTIFIER=x");
    }

    @Test
    void eximsOwnFileIsOfThisMachine() {
        assertThat(plan("e", Map.of("type", "exim", "file", "/var/log/exim4/mainlog"))
                        .settings()
                        .serverName())
                .isNotEmpty();
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        refused(Map.of("file", "/x"), "the property sekimori.follow.mx1.type is missing");
        refused(
                Map.of("type", "sendmail", "file", "/x"),
                "sekimori.follow.mx1.type must be one of postfix, dovecot, exim");
        refused(Map.of("type", "postfix"), "sekimori.follow.mx1.topic, not none");
        refused(Map.of("type", "postfix", "file", "/x", "topic", "y"), "not several");
        refused(
                Map.of("type", "postfix", "journal", "--file=/etc/shadow"),
                "'--file=/etc/shadow' is no match of a journal's field");
        refused("Mx 1", Map.of("type", "postfix", "file", "/x"), "a follower's name has 1 to 40");
    }

    @Test
    void severalAreKeptApart() {
        Map<String, FollowerProperties> all = Map.of();
        assertThat(FollowerProperties.plans(
                        all, new LogClientSettings("127.0.0.1:9", "t.", Map.of()), Clock.systemUTC()))
                .isEqualTo(List.of());
    }
}
