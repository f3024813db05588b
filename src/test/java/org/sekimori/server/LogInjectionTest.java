package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What strangers can make the log say: the layout is the one of the service. */
class LogInjectionTest {

    private static final String FORGED =
            "2026-11-29T10:00:00.000Z  WARN [main] org.sekimori.api.keys.ApiKeyStore : the key 'local' was given away";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000b"})
    void aMessageForgesNoEntry(String end) {
        String entry = logged("not understood: x" + end + FORGED, null);

        assertThat(entry.lines().skip(1)).allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(entry).contains("the key 'local'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028"})
    void anExceptionForgesNoEntry(String end) {
        Exception cause = new IllegalArgumentException(
                "cannot read x" + end + FORGED, new IllegalStateException("y" + end + FORGED));

        String entry = logged("A request failed", cause);

        assertThat(entry.lines().skip(1).filter(line -> !line.isBlank()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(entry).contains("Caused by", "\tat org.sekimori.server.LogInjectionTest");
    }

    @Test
    void nothingMovesACursorOrTurnsTextAround() {
        assertThat(logged("a\u001b[2Jb\u202ec\u200bd\u0000e\u0007", null))
                .endsWith(": a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffd\n")
                .doesNotContain("\u001b");
    }

    @Test
    void anOrdinaryEntryHasTimeWithOffsetLevelThreadAndSource() {
        assertThat(logged("送信を止めました", null))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)  WARN \\[.+] org\\.sekimori\\.Test"
                                + " +: 送信を止めました\n");
    }

    private static String logged(String message, @Nullable Throwable cause) {
        JsonNode pattern = new YAMLMapper()
                .readTree(Path.of("src/service/resources/application.yml").toFile())
                .at("/logging/pattern");
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("wEx", ExtendedWhitespaceThrowableProxyConverter::new);
        layout.setPattern(pattern.path("file").asString());
        layout.start();
        return layout.doLayout(new LoggingEvent(
                "test", context.getLogger("org.sekimori.Test"), Level.WARN, message, cause, new Object[0]));
    }
}
