package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the pages are in message files, in both languages. */
class MessageFilesTest {

    private static final Path ROOT = Path.of("src/service/resources/org/sekimori/web");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z][\\w.-]*)[}(]");

    /** Where the code joins the parts of a sentence, by values, counts and alternatives. */
    private static final Pattern JOINS = Pattern.compile("\\{\\d}|1 (?=message)|messages(?= are)|days(?= allowed)"
            + "|(?= in quarantine)|(?=until)|(?= already)|[;:,(] ?");

    private static Properties read(Path file) throws IOException {
        Properties words = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            words.load(in);
        }
        return words;
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void everyWordIsThereInBothLanguages() throws IOException {
        assertThat(files("messages", "_en.properties")).hasSizeGreaterThan(3);
        for (Path english : files("messages", "_en.properties")) {
            Path japanese = Path.of(english.toString().replace("_en.", "_ja."));
            Properties words = read(japanese);
            assertThat(new TreeSet<>(words.stringPropertyNames()))
                    .as(japanese.toString())
                    .isEqualTo(new TreeSet<>(read(english).stringPropertyNames()));
            words.forEach((key, text) ->
                    assertThat(String.valueOf(text)).as(key + " of " + japanese).isNotBlank());
        }
    }

    @Test
    void noApostropheBreaksAMessage() throws IOException {
        for (Path file : files("messages", ".properties")) {
            read(file).forEach((key, text) -> assertThat(String.valueOf(text).replaceAll("'\\{[a-z]}'", ""))
                    .as("%s of %s: write ’", key, file)
                    .doesNotContain("'"));
        }
    }

    @Test
    void everyWordThatATemplateNamesIsThere() throws IOException {
        TreeSet<String> known = new TreeSet<>();
        for (Path file : files("messages", "_en.properties")) {
            known.addAll(read(file).stringPropertyNames());
        }
        for (Path template : files("templates", ".html")) {
            Matcher keys = KEY.matcher(Files.readString(template));
            while (keys.find()) {
                assertThat(known).as(template.toString()).contains(keys.group(1));
            }
        }
    }

    /** Or its translation would be lost without anybody's noticing. */
    @Test
    void everySentenceThatIsTranslatedIsStillSaid() throws IOException {
        StringBuilder code = new StringBuilder();
        for (String module : List.of("core", "service")) {
            try (Stream<Path> all = Files.walk(Path.of("src", module, "java"))) {
                for (Path file :
                        all.filter(one -> one.toString().endsWith(".java")).toList()) {
                    code.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
                }
            }
        }
        read(ROOT.resolve("messages/sentences_en.properties")).forEach((key, text) -> {
            for (String part : JOINS.split(String.valueOf(text), -1)) {
                assertThat(code.indexOf(part.strip()) >= 0)
                        .as("%s says “%s”", key, part)
                        .isTrue();
            }
        });
    }
}
