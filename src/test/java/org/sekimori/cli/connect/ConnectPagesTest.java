package org.sekimori.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cli.Sekimori;

/** What docs/connect tells operators to copy, to click on and to type. */
class ConnectPagesTest {

    private static final Path FOLDER = Path.of("docs/connect");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^\\$ |`|^ *)(?:[A-Z_]+=\\S+ )*\\./sekimori ([^`|#\\n]+)");
    private static final Pattern CHECK = Pattern.compile("check_policy_service (\\{[^}]*\\{[^}]*}\\s*}|\\S+)");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        Set<String> broken = new TreeSet<>();
        int found = 0;
        for (Matcher link = LINK.matcher(Files.readString(page)); link.find(); found++) {
            if (!link.group(1).contains("://") && !leads(page, link.group(1))) {
                broken.add(link.group(1));
            }
        }
        assertThat(broken).isEmpty();
        assertThat(found).isGreaterThan(1);
    }

    private static boolean leads(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page
                : Objects.requireNonNull(page.getParent()).resolve(parts[0]);
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** Anchors of headings, as GitHub makes them. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceAll("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void theIndexNamesEveryPageAndThePagesEveryFile() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path page : pages()) {
            text.append(Files.readString(page));
        }
        String index = Files.readString(FOLDER.resolve("README.md"));
        assertThat(pages()).hasSizeGreaterThan(9).allSatisfy(page -> assertThat(
                        page.endsWith("README.md") || index.contains("](" + page.getFileName() + ")"))
                .as(page.toString())
                .isTrue());
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            assertThat(files.filter(file -> file.getNameCount() == 4).toList())
                    .hasSizeGreaterThan(6)
                    .allSatisfy(file -> assertThat(text).contains("(" + FOLDER.relativize(file) + ")"));
        }
    }

    /** Commands with their options, as far as they can be told from the text around them. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandIsOne(Path page) throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(page))
                .results()
                .map(found -> found.group(1).strip())
                .filter(command -> !command.contains("…"))
                .toList();
        assertThat(commands).allSatisfy(command -> assertThatCode(
                        () -> Sekimori.commandLine().parseArgs(command.split("\\s+")))
                .as(command)
                .doesNotThrowAnyException());
        assertThat(commands.isEmpty()).as("no command on " + page).isEqualTo(page.endsWith("kumomta.md"));
    }

    /** Each policy check asks at our port, waits for two seconds, and lets mail pass while Sekimori is away. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyPolicyCheckFailsOpen(Path page) throws IOException {
        List<String> checks = new ArrayList<>();
        for (Matcher check = CHECK.matcher(Files.readString(page)); check.find(); ) {
            if (check.group().contains("10031")) {
                checks.add(check.group());
            }
        }
        assertThat(checks).allSatisfy(check -> {
            RestrictionList list = RestrictionList.parse(check, Map.of());
            assertThat(list.words()).hasSize(2);
            RestrictionList.PolicyCheck asked = list.policyChecks().get(0);
            assertThat(asked.endpoint()).matches("inet:[0-9.]+:10031");
            assertThat(asked.settings())
                    .containsEntry("timeout", "2s")
                    .containsEntry("try_limit", "1")
                    .containsEntry("default_action", "DUNNO");
        });
        assertThat(checks).hasSizeGreaterThan(page.endsWith("postfix.md") ? 0 : page.endsWith("suites.md") ? 4 : -1);
    }

    /** With nothing but the lines of the page, the check finds nothing missing. */
    @Test
    void theLinesForPostfixConnectIt() throws IOException {
        String page = Files.readString(FOLDER.resolve("postfix.md"));
        String check = page.lines()
                .filter(line -> line.startsWith("sekimori = "))
                .findFirst()
                .orElseThrow()
                .substring("sekimori = ".length());
        Map<String, String> own = new HashMap<>(Map.of("smtpd_sasl_auth_enable", "yes"));
        Matcher option = Pattern.compile("(?m)^  -o (\\w+)=(.*)$").matcher(page);
        while (option.find()) {
            if (!option.group(1).contains("milter")) {
                own.put(option.group(1), option.group(2).replace("$sekimori", check));
            }
        }
        assertThat(PostfixCheck.of(
                                new PostfixConfiguration(
                                        Map.of("enable_long_queue_ids", "yes"), Map.of("submission", own)),
                                "127.0.0.1:10031",
                                "127.0.0.1:10032")
                        .stream()
                        .map(result -> result.status() + " " + result.text()))
                .contains("NOTE submission: while Sekimori is away, mail passes")
                .noneMatch(line -> line.startsWith("MISSING") || line.startsWith("WARNING"))
                .filteredOn(line -> line.startsWith("OK submission"))
                .hasSize(2);
    }
}
