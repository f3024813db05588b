package org.sekimori.rules.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not YAML is told by indentation, colons, quotes and brackets, at the line that has to change. */
class YamlSyntaxExplainerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            title: a: b                            | 1:8: a value with ': ' in it must stand in quotes: title: "a: b"
            title: say "no": never                 | 1:8: a value with ': ' in it must stand in quotes: title: "say \\"no\\": never"
            a: 1\\n  b: 2                          | 2:3: belongs to nothing: line 1 above it has a value already
            a:\\n  b: 1\\n   c: 2                  | 3:4: belongs to nothing: line 2 above it has a value already
            a\\n  b: 2                             | 2:3: belongs to nothing: line 1 above it has no ':'
            a:\\n    b: 1\\n  c: 2                 | 3:3: is indented by 2 spaces, which fits no line above; indent it like its neighbours, by the 4 spaces of line 2 or the 0 of line 1
            a:\\n  - b\\n - c                      | 3:2: is indented by 1 space, which fits no line above
            a: 1\\nb 2\\nc: 3                      | 2:1: has no ':' after its key; write key: value
            a: 1\\nb:2\\nc: 3                      | 2:1: lacks the space after the colon; write b: 2
            a: 1\\nb：2\\nc: 3                     | 2:1: has the full-width colon
            a: [b, c\\nd: 1                        | 1:4: the [ that begins here is not closed by ]
            a: {b: c\\nd: 1                        | 1:4: the { that begins here is not closed by }
            a: {b: 1, c: 2                         | 1:4: the { that begins here is not closed by }
            a: "b\\nc: 1                           | 1:4: the quote that begins here does not end
            a: 'b\\nc: 1                           | 1:4: the quote that begins here does not end
            a: "b" c                               | 1:8: more stands here after a value that has ended
            a: [b] c                               | 1:8: more stands here after a value that has ended
            a: "\\q"                               | 1:6: \\q means nothing between double quotes
            a:\\n\\tb: 1                           | 2:1: a tab stands here; indent with spaces
            a: @b                                  | 1:4: a value that begins with @ must stand in quotes
            a: `b`                                 | 1:4: a value that begins with ` must stand in quotes
            a: *b                                  | 1:4: a value that begins with * or & must stand in quotes
            a: > b                                 | 1:4: after > or | a text begins in the next line
            a: 1\\n---\\nb: 2                      | 2:1: '---' begins another document; a file holds one
            ~  a: 1\\nb: 2~                        | 2:1: is indented less than the first line of the file
            """)
    void theSlipIsNamedAtItsPlace(String text, String said) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t");

        RulebookException refused =
                catchThrowableOfType(RulebookException.class, () -> YamlMap.parse("rule.yml", yaml));

        assertThat(refused).as("it was read").isNotNull();
        assertThat(refused.problems()).singleElement().asString().startsWith("rule.yml:" + said);
    }
}
