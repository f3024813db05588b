package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The Japanese beside the English. */
class SavedObjectTextsTest {

    private static final SavedObjectFiles OBJECTS = read();

    private static SavedObjectFiles read() {
        try {
            return SavedObjectFiles.read(Path.of("dashboards"));
        } catch (KibanaException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> english() {
        Map<String, String> words = new TreeMap<>();
        OBJECTS.decoded().forEach(object -> words.putAll(SavedObjectTexts.of(object)));
        return words;
    }

    @Test
    void everyWordHasItsJapaneseAndNoKeyIsLeftOver() {
        assertThat(OBJECTS.japanese().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english().keySet());
    }

    @Test
    void japaneseIsWrittenInJapanese() {
        english().forEach((key, word) -> {
            String japanese = OBJECTS.japanese().getProperty(key);
            assertThat(japanese).as(key).isNotBlank();
            // A name that is the same in both languages would be an exception; there is none.
            assertThat(japanese.codePoints().anyMatch(SavedObjectTextsTest::isJapanese))
                    .as(key + " = " + japanese)
                    .isTrue();
        });
    }

    @Test
    void descriptionsAndPurposesArePoliteSentences() {
        english().keySet().stream()
                .filter(key -> key.endsWith("/description"))
                .forEach(key ->
                        assertThat(OBJECTS.japanese().getProperty(key)).as(key).matches(".*(す|か|ん|さい)。"));
    }

    @Test
    void englishHasNoJapanese() {
        english().forEach((key, word) -> assertThat(word.codePoints().anyMatch(SavedObjectTextsTest::isJapanese))
                .as(key + " = " + word)
                .isFalse());
    }

    @Test
    void everyObjectHasATitle() {
        for (ObjectNode object : OBJECTS.decoded()) {
            assertThat(SavedObjectTexts.of(object).keySet())
                    .as(object.path("id").asString())
                    .anyMatch(key -> key.endsWith("/attributes/title") || key.endsWith("/attributes/name"));
        }
    }

    private static boolean isJapanese(int character) {
        Character.UnicodeScript script = Character.UnicodeScript.of(character);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }
}
