package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTextsTest {

    private static final String FILE = "notices/en/digest.txt";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{password}",
                "{account.name}",
                "{T(java.lang.Runtime)}",
                "${account}{env}",
                "\u001b[2J",
                "a\u0000b"
            })
    void whatIsNoPlaceholderOfTheListIsRefusedWithItsLine(String text) {
        List<Problem> problems = new ArrayList<>();

        NoticeTexts.read(
                new RulebookFiles(new TreeMap<>(Map.of(FILE, "Subject: More cases\n\nThere are " + text + "\n"))),
                problems);

        assertThat(problems)
                .filteredOn(problem -> problem.file().equals(FILE))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    }

    @Test
    void aValueIsPutInOnceAndNeverReadAsAText() {
        NoticeTexts.Text text = NoticeTexts.shipped()
                .text("was-this-you", Locale.ENGLISH, Map.of("account", "{contact}$1\\", "contact", "the desk"));

        assertThat(text.body()).contains("{contact}$1\\");
    }
}
