package org.sekimori.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    @Test
    void noLetterFollowsAWebAddress() {
        Map<String, String> values = Map.of("travel_page", "https://my.isp.example/my");

        assertThat(Placeholders.filled("または{travel_page}で海外からの送信許可を", values))
                .isEqualTo("またはhttps://my.isp.example/my で海外からの送信許可を");
        assertThat(Placeholders.filled("（{travel_page}）、or {travel_page} and {travel_page}.", values))
                .isEqualTo("（https://my.isp.example/my）、or https://my.isp.example/my and https://my.isp.example/my.");
    }

    @Test
    void wordsAreFollowedAsTheTextWantsIt() {
        assertThat(Placeholders.filled("{travel_page}で", Map.of("travel_page", "会員ページ")))
                .isEqualTo("会員ページで");
    }
}
