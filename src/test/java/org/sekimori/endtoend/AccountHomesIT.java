package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.PolicyClient;
import tools.jackson.databind.JsonNode;

/**
 * What the desk sets for one account, by the command line, and what the policy port says then: homes of their own, and accounts of odd
 * names. A second instance answers alone while the broker, which is in the first, is frozen.
 */
@SuppressWarnings("NullAway.Init")
class AccountHomesIT {

    private static final String GERMANY = "91.10.20.30";
    private static final String HOME = "133.11.93.10";

    private static Path rules;
    private static SekimoriProcess sekimori;
    private static SekimoriProcess second;
    private static TopicReader log;

    @BeforeAll
    static void start(@TempDir Path folder) {
        rules = TestRulebook.in(folder);
        sekimori = SekimoriProcess.start(folder.resolve("first"), rules);
        second = SekimoriProcess.start(
                Map.of("SEKIMORI_POSTFIX_FALLBACK", "local"),
                SekimoriProcess.withKeysOf(sekimori, folder.resolve("second")),
                rules,
                "--kafka",
                sekimori.kafka());
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        second.close();
        sekimori.close();
    }

    private static String ask(SekimoriProcess instance, String account, String address) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", instance.policyPort())) {
            return client.ask(Map.of("sasl_username", account, "client_address", address, "sender", ""));
        }
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    private static JsonNode get(SekimoriProcess instance, String path) {
        return TopicReader.JSON.readTree(TestHttpClient.get(instance.http() + path, instance.apiKey()));
    }

    private static void awaitHome(SekimoriProcess instance, String account, boolean set) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> get(instance, "/v1/account/home?account=" + account)
                                .path("set")
                                .asBoolean()
                        == set);
    }

    @Test
    void oneWhoLivesAbroadSubmitsFromThereUntilTheHomeIsTakenAway() {
        String bob = "bob@isp.example";
        assertThat(ask(sekimori, bob, GERMANY)).startsWith("550 5.7.1 ");

        assertThat(run("home", "set", bob, "--country", "DE,AT", "--reason", "lives in Vienna", "--by", "sato"))
                .contains("bob@isp.example is at home in AT DE too.");

        assertThat(ask(sekimori, bob, GERMANY)).isEqualTo("DUNNO");
        assertThat(ask(second, bob, GERMANY)).isEqualTo("DUNNO");
        assertThat(ask(sekimori, bob, HOME)).isEqualTo("DUNNO");
        assertThat(ask(sekimori, "alice@isp.example", GERMANY)).startsWith("550 5.7.1 ");
        awaitHome(sekimori, bob, true);
        assertThat(run("home", "list")).contains("bob@isp.example", "AT DE", "sato via local", "lives in Vienna");
        assertThat(run("home", "list", "--due")).contains("No home is to be looked at.");
        assertThat(run("home", "show", bob)).contains("AT DE");
        String decision =
                log.awaitRecord("sekimori.decisions", line -> line.contains(bob) && line.contains("\"home\":\"DE\""));
        assertThat(run(
                        "why",
                        TopicReader.JSON.readTree(decision).path("reference").asString()))
                .contains("at home in DE", "no       overseas-without-grant", "no   overseas");
        assertThat(run("rollout", "--rules", rules.toString(), "--json").lines())
                .filteredOn(line -> line.contains(bob))
                .singleElement()
                .satisfies(line -> assertThat(
                                TopicReader.JSON.readTree(line).path("messages").asInt())
                        .as("before the home was set")
                        .isEqualTo(1));

        assertThat(run("home", "clear", bob, "--reason", "moved back")).contains("has no home of its own");
        assertThat(ask(second, bob, GERMANY)).startsWith("550 5.7.1 ");
        assertThat(log.awaitRecord("sekimori.audit", line -> line.contains("home_clear")))
                .contains("\"reason\":\"moved back\"");
    }

    @Test
    void aHomeWithoutAReasonOrOfTheWholeWorldIsRefused() {
        assertThat(sekimori.run("home", "set", "eve@isp.example", "--country", "DE")
                        .err())
                .contains("--reason");
        Printed everywhere = sekimori.run("home", "set", "eve@isp.example", "--network", "::/0", "--reason", "x");
        assertThat(everywhere.exitCode()).isEqualTo(1);
        assertThat(everywhere.err()).contains("at least /24 is needed");
        assertThat(ask(sekimori, "eve@isp.example", GERMANY)).startsWith("550 5.7.1 ");
    }

    @Test
    void aDoorThatAnswersAloneKnowsTheHome() {
        String carol = "carol@isp.example";
        run("home", "set", carol, "--network", "91.10.20.0/24", "--reason", "satellite");
        awaitHome(second, carol, true);

        sekimori.signal("STOP");
        try {
            assertThat(ask(second, carol, GERMANY)).isEqualTo("DUNNO");
            assertThat(ask(second, "dave@isp.example", GERMANY)).startsWith("550 5.7.1 ");
        } finally {
            sekimori.signal("CONT");
        }
    }

    @Test
    void everyAccountThatThePortAcceptsIsHeldAndReleasedByTheCommandLine() {
        List<String> odd = List.of("a/b@isp.example", "a/../bob@isp.example", "x;y%2f@isp.example", "..", "a\\b?c#d");
        for (String account : odd) {
            assertThat(ask(sekimori, account, HOME)).as(account).isEqualTo("DUNNO");
            run("hold", "set", account, "--reason", "stolen");
            assertThat(ask(sekimori, account, HOME)).as(account).startsWith("550 5.7.1 ");
        }
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        get(sekimori, "/v1/holds").path("holds").findValuesAsString("account"))
                .containsAll(odd));
        assertThat(ask(sekimori, "bob@isp.example", HOME))
                .as("nobody else is held")
                .isEqualTo("DUNNO");
        assertThat(run("hold", "list")).contains(odd);

        String[] release = {"hold", "release", "--reason", "clean", "--by", "sato"};
        run(Stream.concat(Arrays.stream(release), odd.stream()).toArray(String[]::new));
        odd.forEach(
                account -> assertThat(ask(sekimori, account, HOME)).as(account).isEqualTo("DUNNO"));
    }

    @Test
    void grantsAndCasesOfAnOddNameAreOpenedByTheCommandLine() {
        String odd = "a;b/c%d@isp.example";
        assertThat(ask(sekimori, odd, GERMANY)).startsWith("550 5.7.1 ");
        run("grant", "open", odd, "--country", "DE");
        assertThat(ask(sekimori, odd, GERMANY)).isEqualTo("DUNNO");
        run("grant", "extend", odd);
        run("grant", "revoke", odd);
        assertThat(ask(sekimori, odd, GERMANY)).startsWith("550 5.7.1 ");
        String opened = run("case", "open", odd, "--reason", "complaint", "--json");
        String id = TopicReader.JSON.readTree(opened).path("id").asString();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> get(sekimori, "/v1/account/cases?account=" + URLEncoder.encode(odd, UTF_8))
                        .path("cases")
                        .findValuesAsString("id")
                        .contains(id));
        assertThat(run("case", "show", odd)).contains("case " + id);
    }
}
