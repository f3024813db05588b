package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.mail.Account;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;
import org.sekimori.server.SekimoriApplication;
import org.sekimori.text.LocalizedTimeText;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalTokens;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The whole way of a customer in Berlin, in Japanese, with a real Postfix, the whole service, and a telephone: refused, let in by the portal's
 * link, one tap, sent; longer on the fifth day; refused again after the end.
 */
@NeedsPostfix
@NeedsChromium
class TravellerWayIT {

    private static final String BERLIN = "91.10.20.30";
    private static final Account HANAKO = Account.of("hanako@isp.example");
    private static final ZoneId HOME = ZoneId.of("Asia/Tokyo");
    private static final ZoneId PLACE = ZoneId.of("Europe/Berlin");
    private static final Pattern REFERENCE = Pattern.compile("受付番号 ([0-9A-Z]{4}-[0-9A-Z]{4})");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              language: ja
              webmail: https://webmail.isp.example
              travel_page: https://my.isp.example/my
              contact: 03-0000-0000
              provider: みほんメール
              phone: "0120-000-000 (9:00-18:00)"
            domains: {}
            """;

    /** A clock that the test moves. It begins in the past: what is ahead of the broker's clock is no event. */
    private static final class MovedClock extends Clock {

        private volatile Instant now = Instant.now().minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.MINUTES);

        void advance(Duration by) {
            now = now.plus(by);
        }

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
    }

    private static final MovedClock CLOCK = new MovedClock();

    @Configuration(proxyBeanMethods = false)
    static class Clocks {

        @Bean
        @Primary
        Clock movedClock() {
            return CLOCK;
        }
    }

    private ConfigurableApplicationContext start(Path folder) throws IOException {
        Path keys = Files.writeString(folder.resolve("portal.keys"), "test " + "3c".repeat(32) + "\n");
        SpringApplication application = new SpringApplication(SekimoriApplication.class, Clocks.class);
        application.setLogStartupInfo(false);
        return application.run(
                "--sekimori.data=" + folder.resolve("data"),
                "--sekimori.rules=" + TestRulebook.in(folder, POLICY),
                "--server.port=0",
                "--sekimori.http.management-port=-1",
                "--sekimori.postfix.port=0",
                "--sekimori.postfix.deadline=30s",
                "--sekimori.postfix.utf8-replies=true",
                "--sekimori.kafka.port=0",
                "--sekimori.kafka.commit-interval=250ms",
                "--sekimori.events.late-after=35d",
                "--sekimori.my.portal-keys=" + keys,
                "--sekimori.rulebooks.trial.deadline=5m");
    }

    private static SmtpReply mail(PostfixRig postfix) {
        try (SmtpClient client = postfix.smtp()) {
            client.from(BERLIN);
            client.auth(HANAKO.name());
            return client.send(HANAKO.name(), "friend@example.net");
        }
    }

    private static String refusal(SmtpReply reply) {
        String text = reply.text();
        assertThat(text).contains("550", "5.7.1", "ドイツからの接続と判定したため", "https://my.isp.example/my で海外からの送信許可");
        Matcher reference = REFERENCE.matcher(text);
        assertThat(reference.find()).as(text).isTrue();
        return reference.group(1);
    }

    private static String day(Instant time) {
        return LocalizedTimeText.withWeekday(time, java.util.Locale.JAPANESE, HOME);
    }

    @Test
    void aTravellerIsRefusedTapsOnceSendsExtendsAndIsRefusedAfterTheEnd(@TempDir Path folder) throws Exception {
        try (ConfigurableApplicationContext sekimori = start(folder);
                PostfixRig postfix = PostfixRig.start(
                        folder.resolve("postfix"),
                        sekimori.getBean(PostfixPolicyServer.class).address().getPort())) {
            String base = "http://127.0.0.1:" + sekimori.getEnvironment().getProperty("local.server.port");
            PortalTokens portal = sekimori.getBean(PortalTokens.class);
            String key = Files.readString(folder.resolve("data/keys/local.key")).strip();
            awaitAnswersOfTheLog(base, key);
            try (PageBrowser telephone = new PageBrowser(base)) {
                telephone.width(PageBrowser.PHONE);
                way(postfix, telephone, portal, base, key);
            }
        }
    }

    /** The first answers of a start may come too late, and then mail passes. */
    private static void awaitAnswersOfTheLog(String base, String key) {
        String question =
                "{\"account\":\"alice@isp.example\",\"client_address\":\"" + BERLIN + "\",\"recipient_count\":1}";
        await().atMost(PATIENCE.multipliedBy(2)).untilAsserted(() -> assertThat(
                        TestHttpClient.post(base + "/v1/decisions", key, question.getBytes(StandardCharsets.UTF_8))
                                .body())
                .contains("\"source\":\"log\""));
    }

    private void way(PostfixRig postfix, PageBrowser telephone, PortalTokens portal, String base, String key)
            throws Exception {
        String reference = refusal(mail(postfix));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TestHttpClient.get(base + "/v1/decisions?account=hanako%40isp.example", key))
                .contains(reference));
        telephone.open("/my?language=ja&reference=" + reference);
        assertThat(telephone.find("main").getText()).contains("ログインが必要です", "受付番号" + reference);
        telephone.check("way-0-log-in").picture("way-0-log-in");
        telephone.open(link(portal));
        assertThat(telephone.driver().getCurrentUrl())
                .as("the portal's link knows nothing of the reference, and leads to it")
                .endsWith("/my?m=0&at=" + reference + "#" + reference);
        assertThat(telephone.find(".refusals li:target").getText()).contains(reference);
        assertThat(telephone.find("main").getText()).contains("海外からの送信：停止中", "ドイツからの接続と判定し", "ご本人の操作でしたか");
        telephone.check("way-1-refused").picture("way-1-refused");

        Instant end = CLOCK.instant().plus(Duration.ofDays(7));
        telephone.submit(".state.off button");
        assertThat(telephone.find("main").getText())
                .contains(
                        "海外からの送信：許可中",
                        day(end),
                        "現地時間 " + LocalizedTimeText.withWeekday(end, java.util.Locale.JAPANESE, PLACE));
        telephone.check("way-2-on").picture("way-2-on");
        assertThat(mail(postfix).accepted()).isTrue();

        assertThat(TestHttpClient.get(base + "/v1/account/grants?account=hanako%40isp.example", key))
                .contains("\"opened_by\":\"hanako via portal\"", "\"channel\":\"my\"");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TestHttpClient.get(base + "/v1/decisions?account=hanako%40isp.example", key))
                .contains(reference, "\"verdict\":\"reject\"", "\"verdict\":\"accept\""));

        CLOCK.advance(Duration.ofDays(5));
        Instant later = CLOCK.instant().plus(Duration.ofDays(7));
        enter(telephone, portal);
        assertThat(telephone.find("main").getText()).contains(day(end));
        telephone.submit(".state.on form[action='/my/extend'] button");
        assertThat(telephone.find("main").getText()).contains("終了日時を延長しました", day(later));
        telephone.check("way-3-extended").picture("way-3-extended");

        CLOCK.advance(Duration.ofDays(6));
        assertThat(mail(postfix).accepted())
                .as("after the first end, before the second")
                .isTrue();
        CLOCK.advance(Duration.ofDays(1).plusMinutes(1));
        refusal(mail(postfix));
        enter(telephone, portal);
        assertThat(telephone.find("main").getText()).contains("海外からの送信：停止中", "これまでの許可", day(later));
        telephone.check("way-4-ended").picture("way-4-ended");
    }

    private static String link(PortalTokens portal) {
        CustomerLogin login = new CustomerLogin("hanako", List.of(HANAKO), java.util.Locale.JAPANESE, PLACE);
        return "/my/enter?token=" + portal.write(login, CLOCK.instant());
    }

    private static void enter(PageBrowser telephone, PortalTokens portal) {
        telephone.open(link(portal));
        assertThat(telephone.driver().getCurrentUrl()).endsWith("/my");
    }
}
