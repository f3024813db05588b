package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cli.cases.CaseDetailsText;
import org.sekimori.cli.support.ServiceEndpoints;
import tools.jackson.databind.json.JsonMapper;

/** What a command says of a name that it does not know, and how counts and times stand in what it prints. */
class CommandWordingTest {

    private static final String EMPTY = "{\"decisions\":[],\"behind\":0,\"lag_seconds\":0}";
    private static final String RULES =
            "{\"rules\":[{\"rule\":\"many-places\"},{\"rule\":\"send-limit\"},{\"rule\":\"sudden-spike\"}]}";

    @TempDir
    private Path data;

    private CommandRun ask(Map<String, String> answers, String... arguments) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers.forEach((path, answer) -> service.createContext(path, exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        service.start();
        try {
            String http = "http://127.0.0.1:" + service.getAddress().getPort();
            long pid = ProcessHandle.current().pid();
            new ServiceEndpoints(pid, http, "127.0.0.1:9", "sekimori.", "127.0.0.1:9", List.of(), "").write(data);
            Files.createDirectories(data.resolve("keys"));
            Files.writeString(data.resolve("keys").resolve("local.key"), "key");
            String[] all = Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--data";
            all[arguments.length + 1] = data.toString();
            return CommandRun.run(all);
        } finally {
            service.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sudden-spik | ; did you mean 'sudden-spike'?",
                "many_places | ; did you mean 'many-places'?",
                "weather     | . Its rules are many-places, send-limit, sudden-spike"
            })
    void aRuleThatNothingWasFoundOfAndThatIsNoneIsNamed(String rule, String said) throws IOException {
        CommandRun cli = ask(Map.of("/v1/decisions", EMPTY, "/v1/rulebook", RULES), "search", "--rule", rule);
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("No decision with rule " + rule);
        assertThat(cli.err()).contains("the rulebook in force has no rule '" + rule + "'", said);
    }

    @Test
    void aRuleThatIsThereAndHasFoundNothingIsNoMistake() throws IOException {
        CommandRun cli = ask(Map.of("/v1/decisions", EMPTY, "/v1/rulebook", RULES), "search", "--rule", "send-limit");
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "case move K7QX-3M2P cleand              | did you mean 'cleaned'?",
                "case close K7QX-3M2P --as confirm --reason x | did you mean 'confirmed'?",
                "search --verdict rejct                  | did you mean 'reject'?",
                "simulate --world jugde                  | did you mean 'judge'?"
            })
    void theNameThatWasProbablyMeantIsOffered(String command, String said) {
        CommandRun cli = CommandRun.run(command.split(" "));
        assertThat(cli.code()).isNotZero();
        assertThat(cli.out() + cli.err()).contains(said).doesNotContain("\tat ");
    }

    @Test
    void oneMessageIsNotPluralAndTimesAreToTheSecond() {
        String shown = CaseDetailsText.of(JsonMapper.shared().readTree("""
                {"id":"K7QX-3M2P","account":"alice@isp.example","state":"flagged","severity":"high","version":1,
                 "opened_at":"2030-01-31T09:00:00.123456789Z","messages_out":1,"recipients_out":2,"reopened":1,
                 "rules":[{"rule":"sudden-spike","version":2,"hits":1,"first":"2030-01-31T09:00:00.1Z","last":"2030-01-31T09:00:00.1Z"}],
                 "history":[{"time":"2030-01-31T09:00:00.123Z","what":"opened","by":"sekimori","text":"since 2030-01-31T09:00:00.123Z"}]}
                """));
        assertThat(shown)
                .contains(
                        "sent        1 message to 2 recipients", "reopened    1 time", "1 hit, 2030-01-31T09:00:00Z to")
                .contains("2030-01-31T09:00:00Z  opened  sekimori: since 2030-01-31T09:00:00Z")
                .doesNotContain("00.1");
    }
}
