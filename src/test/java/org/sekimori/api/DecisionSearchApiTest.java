package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.archive.lookup.DecisionCriteria;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Looking up where nothing is archived. What is found where something is, SearchCommandIT holds. */
class DecisionSearchApiTest extends ApiTestBase {

    @ParameterizedTest
    @ValueSource(strings = {"/v1/decisions", "/v1/decisions?account=alice&limit=5", "/v1/decisions/K7QX-3M2P"})
    void withoutAnArchiveItIsSaidHowToSwitchItOn(String path) {
        ApiTestReply reply = local().get(path);

        assertThat(reply.problem(503))
                .contains("nothing is archived here", "sekimori.elasticsearch.url", "SEKIMORI_ELASTICSEARCH_URL")
                .contains("./sekimori search");
        assertThat(reply.text("type")).isEqualTo("urn:sekimori:no-archive");
        assertThat(reply.header("Retry-After")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            address=1.2.3               | address    | not an IP address
            from=yesterday              | from       | must be an RFC 3339 time
            limit=501                   | limit      | must be a number from 1 to 500
            verdict=bounce              | verdict    | must be accept, quarantine, defer or reject
            reference=K7QX              | reference  | must have 8 letters and digits
            account=%40isp.example      | account    | nothing before its at sign
            cursor=1                    | cursor     | 'next' of the page before
            queue_id=                   | queue_id   | is empty
            queueid=1                   | queueid    | there is no such criterion; known are account
            rule=a&rule=b               | rule       | is given 2 times
            """)
    void aBrokenParameterIsNamedBeforeAnythingElse(String query, String field, String words) {
        ApiTestReply reply = local().get("/v1/decisions?" + query);

        assertThat(reply.problem(400)).startsWith(field + ": ").contains(words);
        assertThat(reply.text("field")).isEqualTo(field);
    }

    @Test
    void theDescriptionNamesEveryCriterion() {
        List<String> described = new ArrayList<>();
        new YAMLMapper()
                .readTree(nobody().get("/v1/openapi.yaml").http().body().getBytes(StandardCharsets.UTF_8))
                .path("paths")
                .path("/v1/decisions")
                .path("get")
                .path("parameters")
                .forEach(parameter -> described.add(parameter.path("name").asString("")));

        assertThat(described).isEqualTo(DecisionCriteria.NAMES);
    }

    @Test
    void askingAndLookingUpDoNotGetInEachOthersWay() {
        local().post("/v1/decisions", "{\"account\":\"alice\",\"client_address\":\"133.11.93.10\"}")
                .expect(200);
        assertThat(local().delete("/v1/decisions").status()).isEqualTo(405);
    }
}
