package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** Whoever copies a mail event from the documentation gets one that is taken: by the schema and by the reader. */
class DocumentedExamplesTest {

    private static final DocumentedSchemas SCHEMA = DocumentedSchemas.named("mail-event");
    private static final Path DOCS = Path.of("docs");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** Stand in for what would send the event: whatever it was given is printed instead. */
    private static final String SENDERS = """
            kcat() { case "$*" in *-P*) cat; echo;; esac; }
            curl() { while [ $# -gt 0 ]; do case "$1" in -d|--data*) printf '%s\\n' "$2";; esac; shift; done; }
            """;

    @TempDir
    private Path folder;

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return Stream.concat(Stream.of(Path.of("README.md")), files.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMailEventOfAPageIsTaken(Path page) throws Exception {
        for (String event : events(page)) {
            assertThat(SCHEMA.problems(event)).as(event).isEmpty();
            assertThat(taken(event)).as(event).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/events.md"})
    void thesePagesHaveExamplesThatAreFound(String page) throws Exception {
        assertThat(events(Path.of(page))).isNotEmpty();
    }

    @Test
    void recordedTrafficIsTakenLineByLine() throws IOException {
        List<String> lines = Files.readAllLines(DOCS.resolve("examples/recorded.ndjson"));

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(SCHEMA.problems(line)).isEmpty();
            assertThat(taken(line)).isTrue();
        });
    }

    @Test
    void theScriptPrintsEventsOfNowAndOneThatIsBrokenAsItSays() throws Exception {
        String script = Files.readString(DOCS.resolve("examples/events.sh"));
        assertThat(script).contains("one that is broken");

        List<String> lines = run(script).lines().toList();

        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(SCHEMA.problems(line))
                .isEmpty());
        assertThat(lines.subList(0, 2))
                .allSatisfy(line -> assertThat(readNow(line)).isInstanceOf(DecodedEvent.class));
        assertThat(EventReaderFixture.reason(readNow(lines.get(2))))
                .isEqualTo(
                        "\"client_address\" is not an IP address: '1.2.3' (expected four numbers from 0 to 255 with dots between them)");
    }

    /** The JSON objects with a kind that a page shows, or that its commands send. */
    private List<String> events(Path page) throws Exception {
        List<String> events = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            String text = block.group(2);
            if (!text.contains("\"kind\"")) {
                continue;
            }
            String shown = block.group(1).equals("sh") || block.group(1).equals("bash") ? run(SENDERS + text) : text;
            objects(shown).stream().filter(DocumentedExamplesTest::event).forEach(events::add);
        }
        return events;
    }

    /** A list has kinds, too, of what it names. */
    private static boolean event(String object) {
        return !object.contains("\"values\"");
    }

    private static List<String> objects(String text) {
        List<String> objects = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' && depth++ == 0) {
                start = i;
            } else if (c == '}' && --depth == 0) {
                objects.add(text.substring(start, i + 1));
            }
        }
        return objects.stream().filter(object -> object.contains("\"kind\"")).toList();
    }

    private static boolean taken(String event) {
        return EventReaderFixture.reader(LoginNormalizer.PLAIN)
                        .readRecorded(event.getBytes(StandardCharsets.UTF_8), "example")
                instanceof DecodedEvent;
    }

    private static DecodeResult readNow(String event) {
        return EventReaderFixture.reader(LoginNormalizer.PLAIN)
                .read(event.getBytes(StandardCharsets.UTF_8), "example", Instant.now());
    }

    private String run(String script) throws IOException, InterruptedException {
        assumeThat(Path.of("/bin/sh")).isExecutable();
        Path file = Files.writeString(folder.resolve("script.sh"), script);
        Path output = folder.resolve("output");
        Process shell = new ProcessBuilder("/bin/sh", file.toString())
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
