package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cli.CommandBatch;
import org.sekimori.cli.CommandBatch.CommandOutput;
import org.sekimori.rig.PolicyClient;
import org.sekimori.stream.SecuredBroker;

/** A service and its commands over a cluster with TLS, SASL and ACLs, as docs/production.md sets it up. */
@SuppressWarnings("NullAway.Init")
class SecuredKafkaIT {

    private static final String PASSWORD = "right-and-long";
    private static final String ACCOUNT = "hanako@isp.example";

    private static Path folder;
    private static SecuredBroker broker;
    private static SekimoriProcess service;
    private static String reference;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        broker = SecuredBroker.start(folder, PASSWORD);
        Path rules = TestRulebook.in(folder);
        Map<String, String> variables = new HashMap<>(variables(broker.client(PASSWORD)));
        // What is looked at here is where it writes, not how fast a busy machine does.
        variables.put("SEKIMORI_POSTFIX_DEADLINE", "9s");
        service = SekimoriProcess.start(variables, folder.resolve("data"), rules, "--kafka", broker.secured());
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", service.policyPort())) {
            String refused = client.ask(Map.of("sasl_username", ACCOUNT, "client_address", "91.10.20.30"));
            Matcher found =
                    Pattern.compile("Reference ([0-9A-Z]{4}-[0-9A-Z]{4})").matcher(refused);
            assertThat(found.find()).as(refused).isTrue();
            reference = found.group(1);
        }
        Files.writeString(
                folder.resolve("events.ndjson"),
                "{\"id\":\"e-1\",\"time\":\"2020-01-01T00:00:00Z\",\"kind\":\"auth_failed\",\"server\":\"mx1\","
                        + "\"account\":\"akira@isp.example\",\"client_address\":\"133.11.93.10\"}\n");
    }

    @AfterAll
    static void stop() {
        service.close();
        broker.close();
    }

    private static Map<String, String> variables(Map<String, String> client) {
        Map<String, String> variables = new HashMap<>();
        client.forEach((name, value) ->
                variables.put("SEKIMORI_KAFKA_CLIENT_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
        return variables;
    }

    private static CommandOutput run(Map<String, String> client, List<String> command) {
        Map<String, String> properties = new HashMap<>();
        client.forEach((name, value) -> properties.put("sekimori.kafka.client." + name, value));
        List<String> words = new ArrayList<>(command.stream()
                .map(word -> word.replace("REFERENCE", reference))
                .toList());
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        return CommandBatch.run(properties, words);
    }

    /** Each command that reads or writes the log by itself. */
    static Stream<List<String>> commands() {
        String rules = folder.resolve("rules").toString();
        return Stream.of(
                List.of("why", "REFERENCE", "--log"),
                List.of("search", "--reference", "REFERENCE", "--log"),
                List.of("case", "show", "REFERENCE"),
                List.of("rules", "diff"),
                List.of("rollout", "--rules", rules),
                List.of("backtest", "--rules", rules),
                List.of("lab", "compare", "--live", "--simulator-accounts", "20", "--days", "2"),
                List.of("publish", folder.resolve("events.ndjson").toString()),
                List.of("simulate", "--log", "--accounts", "3", "--days", "1"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandSpeaksToTheClusterAsTheServiceDoes(List<String> command) {
        if (command.contains("case")) {
            assertThat(run(Map.of(), List.of("case", "open", ACCOUNT, "--reason", "complaint"))
                            .code())
                    .isZero();
            // The list of cases is a moment behind the log.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> run(broker.client(PASSWORD), command).code() == 0);
        }

        CommandOutput said = run(broker.client(PASSWORD), command);

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).doesNotContain("sekimori: ", "\tat ");
        if (command.contains("REFERENCE")) {
            assertThat(said.text()).contains(ACCOUNT);
        }
    }

    /** There is no archive, so the service searches the log for whoever asks over HTTP. */
    @Test
    void theServiceLooksDecisionsUpOnTheCluster() {
        CommandOutput opened = run(Map.of(), List.of("case", "open", "taro@isp.example", "--reason", "complaint"));
        Matcher named = Pattern.compile("[0-9A-Z]{4}-[0-9A-Z]{4}").matcher(opened.text());
        assertThat(named.find()).as(opened.text()).isTrue();

        // The list of cases is a moment behind the log.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            CommandOutput queue = run(Map.of(), List.of("case", "queue", named.group()));
            assertThat(queue.code()).as(queue.text()).isZero();
            assertThat(queue.text()).doesNotContain("sekimori: ");
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aWrongPasswordIsToldInOneSentenceThatDoesNotQuoteIt(List<String> command) {
        if (command.get(0).equals("case")) {
            // It asks the service, which has the right one.
            return;
        }
        assertThat(run(broker.client("wrong-and-long"), command).text().lines())
                .filteredOn(line -> !line.startsWith("Connecting to Kafka"))
                .singleElement()
                .asString()
                .startsWith("sekimori: Kafka at " + broker.secured() + " refuses the log-in")
                .contains("sekimori.kafka.client.sasl.jaas.config")
                .doesNotContain("wrong-and-long");
    }

    @Test
    void whatATerminalShowsOfAWrongPasswordIsThatSentenceAlone() {
        SekimoriProcess.Printed printed = SekimoriProcess.runAlone(
                variables(broker.client("wrong-and-long")),
                List.of(
                        "why",
                        reference,
                        "--log",
                        "--data",
                        folder.resolve("data").toString()));

        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat((printed.out() + printed.err()).lines())
                .filteredOn(line -> !line.startsWith("Connecting to Kafka"))
                .singleElement()
                .asString()
                .startsWith("sekimori: Kafka at " + broker.secured() + " refuses the log-in");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsToldInOneSentence() throws Exception {
        Path other = folder.resolve("other-ca.pem");
        SecuredBroker.certificate(folder.resolve("other.p12"), other);

        CommandOutput command = run(broker.client(PASSWORD, other), List.of("rollout"));
        SekimoriProcess.Printed up = SekimoriProcess.runAlone(
                variables(broker.client(PASSWORD, other)),
                List.of(
                        "up",
                        "--data",
                        folder.resolve("second").toString(),
                        "--kafka",
                        broker.secured(),
                        "--port",
                        "0",
                        "--policy-port",
                        "0"));

        assertThat(List.of(command.text(), up.err())).allSatisfy(said -> assertThat(said)
                .contains("sekimori: Kafka at " + broker.secured() + " and this client cannot agree on TLS")
                .contains("sekimori.kafka.client.ssl.truststore")
                .doesNotContain("\tat "));
    }

    /** As an operator has it who started the command somewhere else than the service. */
    @Test
    void withoutTheSettingsACommandSaysWhichOnesAreMissing() {
        assertThat(run(Map.of(), List.of("why", reference, "--log")).text())
                .contains("speaks TLS and this client does not", "sekimori.kafka.client.security.protocol")
                .doesNotContain("\tat ");
    }
}
