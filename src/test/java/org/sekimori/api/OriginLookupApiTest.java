package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The desk's question: why is this address abroad? */
class OriginLookupApiTest extends ApiTestBase {

    private JsonNode where(String query) {
        return local().get("/v1/where?" + query).expect(200).json();
    }

    @Test
    void anAddressHasItsCountryNetworkSystemAndWhatSaidSo() {
        JsonNode au = where("address=2001:268:9000::1");

        assertThat(au.path("kind").asString()).isEqualTo("country");
        assertThat(au.path("country").asString()).isEqualTo("JP");
        assertThat(au.path("network").asString()).isEqualTo("2001:268:9000::/48");
        assertThat(au.path("asn").asLong()).isEqualTo(2516);
        assertThat(au.path("organisation").asString()).isEqualTo("KDDI CORPORATION");
        assertThat(au.path("decided_by").asString()).isEqualTo("database");
        assertThat(au.path("database").asString()).isEqualTo("Sekimori-Country");
        assertThat(au.path("built").asString()).isEqualTo("2026-06-17");
        assertThat(au.path("age_days").asLong()).isEqualTo(161);
        assertThat(au.path("starter").asBoolean()).isTrue();
        assertThat(au.path("sentence").asString())
                .isEqualTo("2001:268:9000::1 is in JP by the database Sekimori-Country of 2026-06-17");
        assertThat(au.path("attribution").asString()).contains("https://db-ip.com");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "133.11.93.10, -, country, JP, database",
                "::ffff:133.11.93.10, -, country, JP, database",
                "2002:850b:5d0a::1, 133.11.93.10, country, JP, database",
                "64:ff9b::133.11.93.10, 133.11.93.10, country, JP, database",
                "2001:0:4136:e378:8000:63bf:7af4:a2f5, 133.11.93.10, country, JP, database",
                "192.168.1.1, -, internal, private, special_range",
                "100.64.0.1, -, internal, cgnat, special_range",
                "fe80::1, -, internal, link_local, special_range",
                "2001:470::1, -, unknown, tunnel, tunnel",
                "2002:a00:1::1, -, unknown, tunnel, tunnel"
            })
    void everyKindOfAddressSaysWhatItIs(String address, String inside, String kind, String word, String decidedBy) {
        JsonNode found = where("address=" + address);

        assertThat(found.path("inside").asString(null)).isEqualTo(inside);
        assertThat(found.path("kind").asString()).isEqualTo(kind);
        assertThat(found.path("country")
                        .asString(
                                found.path("name").asString(found.path("reason").asString(""))))
                .isEqualTo(word);
        assertThat(found.path("decided_by").asString()).isEqualTo(decidedBy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                              | address: is missing
            address=                        | address: is missing
            address=1.2.3                   | address: not an IP address
            address=localhost               | address: not an IP address
            address=192.0.2.1%2F24          | address: not an IP address
            address=fe80::1%25eth0          | address:
            address=192.0.2.1:25            | address: not an IP address
            address=%1b%5b31m               | address:
            address=1.2.3.4&address=1.2.3.5 | address: is given 2 times
            address=1.2.3.4&addres=1        | addres: is not known here
            address=1.2.3.4&account=        |
            address=1.2.3.4&account=%00     | account:
            """)
    void whatIsNoAddressIsRefusedByName(String query, String problem) {
        ApiTestReply reply = local().get("/v1/where?" + query);
        if (problem == null) {
            reply.expect(200);
        } else {
            assertThat(reply.problem(400)).startsWith(problem);
        }
    }

    @Test
    void theRulesSayWhatTheyWouldTellAnAccountFromThere() {
        JsonNode refused =
                where("address=91.10.20.30&account=alice@isp.example").path("account");
        assertThat(refused.path("account").asString()).isEqualTo("alice@isp.example");
        assertThat(refused.path("verdict").asString()).isEqualTo("reject");
        assertThat(refused.path("rules").toString()).contains("overseas-without-grant");
        assertThat(refused.path("customer").asString()).contains("Germany");

        JsonNode home = where("address=133.11.93.10&account=alice@isp.example").path("account");
        assertThat(home.path("verdict").asString()).isEqualTo("accept");
    }

    @Test
    void aGrantAHomeOfTheAccountsOwnAndAHoldCount() {
        local().post(ALICE, "{\"countries\":[\"DE\"]}").expect(201);
        JsonNode granted =
                where("address=91.10.20.30&account=alice@isp.example").path("account");
        assertThat(granted.path("verdict").asString()).isEqualTo("accept");
        assertThat(granted.path("grant").asString("")).isNotEmpty();

        local().put(
                        "/v1/account/home?account=bob@isp.example",
                        "{\"countries\":[\"DE\"],\"reason\":\"x\",\"by\":\"sato\"}")
                .expect(200);
        JsonNode atHome = where("address=91.10.20.30&account=bob@isp.example").path("account");
        assertThat(atHome.path("home").asString("")).isEqualTo("DE");

        local().put("/v1/account/hold?account=carol@isp.example", "{\"reason\":\"x\"}")
                .expect(200);
        JsonNode held = where("address=133.11.93.10&account=carol@isp.example").path("account");
        assertThat(held.path("verdict").asString()).isEqualTo("reject");
    }

    @Test
    void nothingIsStoredOfAQuestion() {
        where("address=91.10.20.30&account=alice@isp.example");

        assertThat(log.audited()).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsTold() {
        nobody().get("/v1/where?address=1.2.3.4").expect(401);
    }
}
