package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of rules: their graph, a refused rulebook, and another mode by who may. */
class ConsoleRulesTest extends ConsoleTestBase {

    private static final String PAGE = "/console/rules/send-limit/mode";
    private static final Pattern RULEBOOK = Pattern.compile("name=\"rulebook\" value=\"([^\"]+)\"");

    @Autowired
    RulebookAdmin admin;

    private static String rulebook(HttpResponse<String> page) {
        Matcher found = RULEBOOK.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> change(PageClient who, String rulebook, String reason) {
        String token = PageClient.token(who.get("/console/"));
        return who.post(PAGE, token, "to", "shadow", "rulebook", rulebook, "reason", reason);
    }

    private String line() {
        return Objects.requireNonNull(
                admin.files(admin.state().rulebook().id()).orElseThrow().files().get("volume/send-limit/rule.yml"));
    }

    @Test
    void anAdministratorPutsARuleIntoShadowModeWithAReasonThatStandsInTheRulebookAndInTheAudit() {
        PageClient mori = loggedIn("mori");
        HttpResponse<String> preview = mori.get(PAGE + "?to=shadow");
        assertThat(preview.body()).contains("What would change", "mode: enforce", "mode: shadow  # ");

        HttpResponse<String> done = change(mori, rulebook(preview), "newsletters <all> day");

        assertThat(done.headers().firstValue("Location")).hasValue("/console/rules/send-limit?changed=true");
        assertThat(line()).contains("mode: shadow  # ", " mori: newsletters <all> day\n");
        assertThat(admin.state().inForce().since().by()).isEqualTo("mori via console");
        assertThat(log.auditLines())
                .contains("console_rule_mode mori: send-limit enforce -> shadow: newsletters <all> day");
        assertThat(mori.get("/console/rules/send-limit?changed=true").body())
                .contains("The rule is now: shadow", "newsletters &lt;all&gt; day")
                .doesNotContain("<all>");
    }

    @Test
    void aChangeOfARulebookThatWasReplacedMeanwhileIsNotMade() {
        String before = line();
        HttpResponse<String> late = change(loggedIn("mori"), "0123456789abcdef", "late");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("the rulebook has been replaced meanwhile", "somebody else put rulebook");
        assertThat(line()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ito", "sato"})
    void whoeverIsNoAdministratorSeesWhatWouldChangeAndCannotChangeIt(String name) {
        PageClient who = loggedIn(name);
        HttpResponse<String> preview = who.get(PAGE + "?to=shadow");
        assertThat(preview.body())
                .contains("Administrators change the mode of a rule")
                .doesNotContain("name=\"reason\"");

        assertThat(change(who, admin.state().rulebook().id(), "mine").statusCode())
                .isEqualTo(403);
        assertThat(line()).contains("mode: enforce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "why\nmode: off",
                "why\rmode: off",
                "why\u0085mode: off",
                "why\u2028mode: off",
                "why\u202emode",
                "",
                "x\u0000"
            })
    void aReasonCannotWriteAnotherLineIntoTheRulebook(String reason) {
        change(loggedIn("mori"), admin.state().rulebook().id(), reason);
        assertThat(line()).doesNotContain("\nmode: off").matches("(?s).*\nmode: (enforce|shadow  # [^\n]*)\n.*");
        assertThat(Objects.requireNonNull(admin.state().rulebook().specs().get("send-limit"))
                        .active())
                .isTrue();
    }

    @Test
    void theGraphIsDrawnOnTheServerAndStandsBesideItAsATable() {
        String page = loggedIn("ito").get("/console/rules?view=graph").body();
        assertThat(page)
                .contains("<svg class=\"graph\"", "class=\"box sign\"", "/console/rules/stolen-account")
                .doesNotContain("style=\"");
        assertThat(page.split("<table", 2)[1]).contains("unknown-client", "stolen-account");
        assertThat(loggedIn("ito").get("/console/rules?view=graph&kind=secret").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theLastRefusedRulebookIsShownWithItsErrorsAtTheirLines() {
        RulebookFiles files = admin.files(admin.state().rulebook().id()).orElseThrow();
        String rule = "volume/send-limit/rule.yml";
        RulebookFiles broken = files.with(rule, "id: send-limit\ntitle: <b>bold\nversion: none\n");
        assertThat(catchThrowableOfType(RulebookException.class, () -> admin.publish(broken, false, "test")))
                .isNotNull();

        String page = loggedIn("ito").get("/console/rules?view=refused").body();
        assertThat(page)
                .contains(rule, "class=\"wrong\"", "line-problem", "&lt;b&gt;bold")
                .doesNotContain("<b>bold");
        assertThat(loggedIn("ito").get("/console/rules").body()).contains("See its errors");
    }

    @Test
    void withoutALogNoBacktestIsStarted() {
        PageClient ito = loggedIn("ito");
        HttpResponse<String> page = ito.get("/console/backtests");
        assertThat(page.body()).contains("There is no log here that could be replayed");
        assertThat(ito.post("/console/backtests", PageClient.token(page), "what", "mode send-limit", "days", "7")
                        .statusCode())
                .isEqualTo(503);
        assertThat(ito.post("/console/backtests", PageClient.token(page), "what", "past ../../etc", "days", "7")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ito.get("/console/backtests/none").statusCode()).isEqualTo(404);
    }
}
