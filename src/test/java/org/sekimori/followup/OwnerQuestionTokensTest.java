package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.followup.OwnerQuestionTokens.Valid;
import org.sekimori.mail.Account;

class OwnerQuestionTokensTest {

    /** Of the version before links had a language, signed with a key of zeros; valid until 2026-06-08T09:00:00Z. */
    private static final String WITHOUT_LANGUAGE =
            "MQphbGljZUBpc3AuZXhhbXBsZQpLN1FYLTNNMlAKREUKOTEuMTAuMjAuMC8yNAoxNzgwMzA0NDAwCjE3ODA5MDkyMDDho_cZHSKp"
                    + "XGVvOknhtV7ziAPQgwOJOSirYbowiuVa8g";

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private final OwnerQuestionTokens tokens = new OwnerQuestionTokens(new byte[OwnerQuestionTokens.KEY_BYTES]);

    @Test
    void aLinkOfAnEarlierVersionIsAnswered() {
        assertThat(tokens.read(WITHOUT_LANGUAGE, NOW)).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.question().account()).isEqualTo(Account.of("alice@isp.example"));
            assertThat(valid.question().reference()).isEqualTo("K7QX-3M2P");
            assertThat(valid.question().language()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(
            value = {"ja", "en", "zh-Hant", "-"},
            nullValues = "-")
    void whatALinkSaysIsReadAsItWasWritten(@Nullable String language) {
        Question question = new Question(
                Account.of("alice@isp.example"),
                "K7QX-3M2P",
                "DE",
                "",
                NOW,
                NOW.plusSeconds(60),
                language == null ? null : Locale.forLanguageTag(language));

        assertThat(tokens.read(tokens.write(question), NOW)).isEqualTo(new Valid(question));
    }
}
