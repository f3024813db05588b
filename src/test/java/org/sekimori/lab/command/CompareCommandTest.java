package org.sekimori.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.Sekimori;
import org.sekimori.engine.LogEntry;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.mail.Account;
import org.sekimori.mail.Origin;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.json.EntryJson;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {

    private static final SyntheticGeography GEOGRAPHY = SyntheticGeography.starter();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private CommandLine lab = LabCommands.commandLine(setting -> SimulatorWorld.honest(setting, 1, GEOGRAPHY));

    @BeforeEach
    void prepare() {
        lab = Sekimori.withErrorHandling(lab).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    private static String event(String account, int day, int minute, String address) {
        return """
                {"time":"2026-06-%02dT00:%02d:00Z","kind":"attempt","account":"%s","client_address":"%s",\
                "recipients":["secret@example.net"],"size":2048}""".formatted(day, minute, account, address);
    }

    /** Twenty accounts, each of which sends every day for twenty days and each time from another network. */
    private static String log() {
        StringBuilder lines = new StringBuilder();
        for (int day = 1; day <= 20; day++) {
            for (int account = 0; account < 20; account++) {
                String address = "133." + (day + 100) + "." + account + ".7";
                lines.append(event("u" + account + "@isp.example", day, account, address))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private int compare(String content, String... options) throws IOException {
        Path file = folder.resolve("log.ndjson");
        Files.writeString(file, content);
        return compare(file, options);
    }

    private int compare(Path file, String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "compare";
        all[1] = file.toString();
        all[2] = "--simulator-accounts=100";
        System.arraycopy(options, 0, all, 3, options.length);
        return lab.execute(all);
    }

    @Test
    void aLogIsHeldAgainstTheSimulator() throws IOException {
        assertThat(compare(log())).isZero();
        assertThat(out.toString())
                .contains("Your log: 20 accounts, 400 messages, 2026-06-01 to 2026-06-20 (20 days).")
                .contains("Simulator: ")
                .containsPattern("messages of an active day, mean +1\\.00[* ] +\\d")
                .contains("messages from a network new in 30 days: yours 100 %")
                .contains("outside the evaluation's sweep of network churn");
    }

    @Test
    void nobodyIsNamed() throws IOException {
        compare(log());
        compare(log(), "--json");
        assertThat(out.toString()).doesNotContain("u1@", "isp.example", "secret", "133.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aLineThatCannotBeUsedIsNamedByItsPlaceAndPrintsNothingOfWhatIsInIt() throws IOException {
        String address = event("u1@isp.example", 1, 1, "203.0.113.7:2525");
        String kind = event("secret.name@isp.example", 1, 1, "203.0.113.7").replace("attempt", "secret-kind");
        String time = event("u1@isp.example", 1, 1, "203.0.113.7").replace("2026-06-01", "o'secret-day");
        compare(log() + address + "\n" + kind + "\n" + time + "\n{\"account\":\"secret@isp.example\n");
        assertThat(err.toString())
                .contains("log.ndjson:401", "log.ndjson:402", "log.ndjson:403", "log.ndjson:404")
                .doesNotContain("203.0.113", "secret", "isp.example");
    }

    @Test
    void programsGetTheSame() throws IOException {
        assertThat(compare(log(), "--json")).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.at("/log/messages").asInt()).isEqualTo(400);
        assertThat(json.at("/log/figures/day-mean/value").asDouble()).isEqualTo(1);
        assertThat(json.at("/simulator/figures/day-mean/value").asDouble()).isPositive();
        assertThat(json.at("/public_sets/day-mean/high").asDouble()).isBetween(3.7, 3.8);
        assertThat(json.at("/differing").isEmpty()).isFalse();
    }

    @Test
    void compressedLogsAreRead() throws IOException {
        Path file = folder.resolve("log.ndjson.gz");
        try (Writer gzip =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            gzip.write(log());
        }
        assertThat(compare(file)).isZero();
        assertThat(out.toString()).contains("400 messages");
    }

    @Test
    void entriesOfTheLogAreReadWithTheOriginThatTheyHave() throws IOException {
        assertThat(compare(logged("DE") + "\n" + "{\"type\":\"answered\""
                        + logged("DE").substring(14)))
                .isZero();
        assertThat(out.toString()).containsPattern("messages from abroad +100 %");
    }

    private static String logged(String country) {
        EventReader reader = new EventReader(
                Account.LoginNormalizer.PLAIN,
                new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                (address, name) -> new Origin.Country(country, "203.0.113.0/24", 0, new Origin.Source("test", null)),
                java.time.Clock.systemUTC());
        byte[] line = event("a@isp.example", 1, 0, "203.0.113.7").getBytes(StandardCharsets.UTF_8);
        InboxDecoder.DecodedEvent admitted = (InboxDecoder.DecodedEvent) reader.readRecorded(line, "1");
        return new String(EntryJson.write(new LogEntry.Mail(admitted.event())), StandardCharsets.UTF_8);
    }

    @Test
    void aLineThatCannotBeUsedIsNamedAndLeftOut() throws IOException {
        assertThat(compare(event("a@isp.example", 1, 0, "1.2.3.4") + "\n{\"kind\":\"attempt\"}\nnonsense\n"))
                .isZero();
        assertThat(err.toString())
                .contains("log.ndjson:2: \"account\" is missing")
                .contains("log.ndjson:3: ")
                .contains("left out: 2 of 3 lines, which cannot be used");
    }

    @Test
    void manyBrokenLinesAreCountedNotListed() throws IOException {
        assertThat(compare(event("a@isp.example", 1, 0, "1.2.3.4") + "\n" + "nonsense\n".repeat(100)))
                .isZero();
        assertThat(err.toString().lines().count()).isEqualTo(22);
        assertThat(err.toString()).contains("80 more lines");
    }

    @Test
    void aFileWithoutAnyUsableLineFails() throws IOException {
        assertThat(compare("nonsense\n")).isEqualTo(1);
        assertThat(err.toString()).contains("no line of", "can be used");
        assertThat(compare("")).isEqualTo(1);
    }

    @Test
    void aFileWithoutSubmissionsFails() throws IOException {
        assertThat(compare(
                        "{\"time\":\"2026-06-01T00:00:00Z\",\"kind\":\"auth_failed\",\"account\":\"a@isp.example\"}"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("has no submission");
    }

    @Test
    void aLogOrLiveMustBeNamed() {
        assertThat(lab.execute("compare")).isEqualTo(1);
        assertThat(err.toString()).contains("--live");
        assertThat(lab.execute("compare", folder.resolve("missing").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("cannot read");
    }
}
