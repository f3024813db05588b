package org.sekimori.web.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one box of the search recognises what is typed into it. */
class SearchWordsTest {

    private static final Set<String> RULES = Set.of("send-limit", "stolen-account");

    private static SearchWords read(String box) {
        return SearchWords.read(box, RULES);
    }

    @ParameterizedTest
    @CsvSource({
        "hanako@isp.example, account, hanako@isp.example",
        "203.0.113.7, address, 203.0.113.7",
        "203.0.113.0/24, address, 203.0.113.0/24",
        "2001:db8:7::/48, address, 2001:db8:7::/48",
        "K7QX-3M2P, reference, K7QX-3M2P",
        "k7qx3m2p, reference, k7qx3m2p",
        "4F1A2B0C9D, queue_id, 4F1A2B0C9D",
        "<20300131.7@isp.example>, message_id, <20300131.7@isp.example>",
        "send-limit, rule, send-limit",
        "DE, country, DE",
        "reject, verdict, reject",
        "hanako, account, hanako",
        "account:DE, account, DE",
        "queue:hanako, queue_id, hanako",
        "rule:gone, rule, gone"
    })
    void aWordIsRecognisedByItsFormOrByItsName(String box, String criterion, String value) {
        assertThat(read(box).criteria()).containsExactly(Map.entry(criterion, value));
    }

    @Test
    void severalWordsAreAllAskedFor() {
        SearchWords words = read("  hanako@isp.example\u3000reject AS64500 sender:@ISP.example ");
        assertThat(words.criteria())
                .containsOnly(Map.entry("account", "hanako@isp.example"), Map.entry("verdict", "reject"));
        assertThat(words.asNumber()).isEqualTo(64500);
        assertThat(words.senderDomain()).isEqualTo("isp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@isp.example b@isp.example", "sender:a*b", "asn:many", "a b c d e f g h i j k l m"})
    void whatCannotBeAskedForIsRefused(String box) {
        assertThatThrownBy(() -> read(box)).hasMessageContaining("q: ");
    }
}
