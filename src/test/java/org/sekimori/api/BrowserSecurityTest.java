package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.request.ApiExceptionHandler;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.mail.Account;

/** What a browser, or somebody who reads addresses in logs, can make of the API. */
class BrowserSecurityTest extends ApiTestBase {

    @Test
    void anExportIsSavedUnderANameOfOursAndNotShown() {
        ApiTestReply reply =
                local().get("/v1/cases/export?format=csv&filename=x.html").expect(200);

        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"cases.csv\"");
        assertThat(Objects.requireNonNull(reply.header("Content-Type"))).startsWith("text/csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "key", "api_key", "token"})
    void aKeyInTheAddressIsNoKey(String parameter) {
        String key = Objects.requireNonNull(local().key());
        local().get("/v1/grants").expect(200);

        nobody().get("/v1/grants?" + parameter + "=" + key).problem(401);
        nobody().with("Cookie", parameter + "=" + key).get("/v1/grants").problem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "beans", "configprops", "heapdump", "loggers", "mappings", "threaddump", "shutdown"})
    void noKeyOpensWhatIsForDebugging(String endpoint) {
        local().get("/actuator/" + endpoint).problem(404);
        local().post("/actuator/" + endpoint, "{}").problem(404);
    }

    @Test
    void aLinkOfAnotherInstallationIsNotOurs(@TempDir Path folder) throws IOException {
        Instant now = clock.instant();
        Question question =
                new Question(Account.of("alice@isp.example"), "K7QX-3M2P", "DE", "", now, now.plusSeconds(60), null);
        String theirs =
                OwnerQuestionTokens.fromFile(folder.resolve("questions.key")).write(question);

        nobody().get("/asked/" + theirs).expect(400);
        nobody().send("POST", "/asked/" + theirs, null).expect(400);
        assertThat(log.cases(question.account()).isEmpty()).isTrue();
    }

    @Test
    void aMistakeOfOursTellsTheCallerNothingOfTheInside() {
        String told = new ApiExceptionHandler()
                .unexpected(new IllegalStateException("jdbc:secret at org.sekimori.api.Inside"))
                .toString();

        assertThat(told).contains("something went wrong here").doesNotContain("secret", "Inside", "IllegalState");
    }
}
