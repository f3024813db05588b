package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookFiles;

/**
 * What {@code docs/writing-rules.md} shows of a file is what the file says. A block after {@code <!-- file: path -->} is the whole
 * file, one after {@code <!-- lines: path -->} some of its lines.
 */
class WritingRulesPageTest {

    private static final Path PAGE = Path.of("docs/writing-rules.md");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (file|lines): (\\S+) -->\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    private record Block(boolean whole, Path file, String text) {}

    @Test
    void everyBlockIsWhatItsFileSays() throws IOException {
        if (Boolean.getBoolean("rewrite")) {
            rewrite();
        }
        for (Block block : blocks()) {
            String file = Files.readString(block.file());
            if (block.whole()) {
                assertThat(block.text())
                        .as(block.file() + "; to copy the files into the page run: "
                                + "mvn -q test -Dtest=WritingRulesPageTest -Drewrite=true")
                        .isEqualTo(file);
            } else {
                assertThat(file.lines().toList())
                        .as(block.file().toString())
                        .containsAll(block.text().lines().toList());
            }
        }
    }

    @Test
    void everyRuleAndCaseOfTheExamplesIsShown() throws Exception {
        Set<String> shown = new TreeSet<>();
        blocks().forEach(block ->
                shown.add(ExampleRules.FOLDER.relativize(block.file()).toString()));
        assertThat(RulebookFiles.read(ExampleRules.FOLDER).files().keySet())
                .filteredOn(name -> !name.endsWith("/" + RuleMetadata.FILE))
                .allMatch(shown::contains);
        assertThat(shown).contains("places/countries-in-six-hours/rule.yml");
    }

    /** Every threshold that an example compares with stands in the page, beside the rule. */
    @Test
    void everyThresholdOfTheExamplesIsShown() throws IOException {
        List<String> shown = new ArrayList<>();
        blocks().stream()
                .filter(block -> !block.whole())
                .forEach(block -> block.text().lines().forEach(shown::add));
        assertThat(Files.readAllLines(ExampleRules.FOLDER.resolve("thresholds.yml")))
                .filteredOn(line -> !line.startsWith("#"))
                .allMatch(shown::contains);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Matcher link = LINK.matcher(Files.readString(PAGE));
        int links = 0;
        while (link.find()) {
            links++;
            assertThat(Path.of("docs").resolve(link.group(1))).exists();
        }
        assertThat(links).isGreaterThan(12);
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            blocks.add(new Block(block.group(1).equals("file"), Path.of(block.group(2)), block.group(3)));
        }
        assertThat(blocks).hasSizeGreaterThan(40);
        return blocks;
    }

    private static void rewrite() throws IOException {
        StringBuilder page = new StringBuilder();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            String whole = block.group();
            if (block.group(1).equals("file")) {
                whole = whole.replace(block.group(3), Files.readString(Path.of(block.group(2))));
            }
            block.appendReplacement(page, Matcher.quoteReplacement(whole));
        }
        block.appendTail(page);
        Files.writeString(PAGE, page.toString());
    }
}
