package org.sekimori.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cli.CommandRun;

/** What is said about configurations of mail servers. */
class ConnectCheckTest {

    private static final String POLICY = "127.0.0.1:10031";
    private static final String OURS = "check_policy_service inet:127.0.0.1:10031";
    private static final String FULL =
            "check_policy_service { inet:localhost:10031, timeout=2s, try_limit=1, { default_action = DUNNO } }";

    private static List<String> postfix(Map<String, String> submission) {
        Map<String, String> main = new HashMap<>(Map.of(
                "smtpd_delay_reject", "yes",
                "smtpd_policy_service_timeout", "100s",
                "smtpd_policy_service_default_action", "451 4.3.5 Server configuration problem",
                "enable_long_queue_ids", "yes",
                "smtpd_restriction_classes", "sekimori_class",
                "sekimori_class", FULL));
        Map<String, String> own = new HashMap<>(submission);
        own.put("smtpd_sasl_auth_enable", "yes");
        return told(PostfixCheck.of(
                new PostfixConfiguration(main, Map.of("smtp", Map.of(), "submission", own)),
                POLICY,
                "127.0.0.1:10032"));
    }

    private static List<String> told(List<CheckResult> results) {
        return results.stream()
                .map(result -> result.status().word() + " " + result.text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, "sekimori_class"})
    void bothQuestionsInAnyFormConnectPostfix(String check) {
        assertThat(postfix(Map.of(
                        "smtpd_recipient_restrictions", check + ", permit_sasl_authenticated, reject",
                        "smtpd_end_of_data_restrictions", "check_policy_service unix:private/other " + check)))
                .contains(
                        "ok submission: messages are decided at their end (smtpd_end_of_data_restrictions)",
                        "ok submission: recipients are named at RCPT (smtpd_recipient_restrictions)",
                        "note submission: while Sekimori is away, mail passes")
                .noneMatch(line -> line.startsWith("missing") || line.startsWith("warning"));
    }

    @Test
    void theShortFormWorksAndItsDefaultsAreNamed() {
        assertThat(postfix(Map.of("smtpd_sender_restrictions", OURS, "smtpd_end_of_data_restrictions", OURS)))
                .contains(
                        "ok submission: recipients are named at RCPT (smtpd_sender_restrictions)",
                        "note submission: while Sekimori is away, mail gets '451 4.3.5 Server configuration problem'",
                        "warning submission: clients wait 100s if no answer comes");
    }

    @Test
    void aPermitBeforeTheQuestionIsNamed() {
        assertThat(postfix(Map.of(
                        "smtpd_recipient_restrictions",
                        "permit_sasl_authenticated, " + FULL,
                        "smtpd_end_of_data_restrictions",
                        FULL)))
                .contains(
                        "missing submission: recipients are not named, because permit_sasl_authenticated comes before the question");
        assertThat(postfix(Map.of("smtpd_end_of_data_restrictions", "permit_mynetworks " + OURS)))
                .contains(
                        "missing submission: permit_mynetworks in smtpd_end_of_data_restrictions comes before the question");
    }

    @Test
    void aServerThatDoesNotAskAtAllIsToldWhatToWrite() {
        List<CheckResult> results = PostfixCheck.of(
                new PostfixConfiguration(
                        Map.of(),
                        Map.of(
                                "submission",
                                Map.of("smtpd_sasl_auth_enable", "yes", "smtpd_end_of_data_restrictions", "permit"))),
                POLICY,
                "127.0.0.1:10032");

        assertThat(results.get(0).status()).isEqualTo(CheckResult.Status.MISSING);
        assertThat(results.get(0).remedy())
                .contains(
                        "sekimori = check_policy_service { inet:127.0.0.1:10031",
                        "in master.cf, under 'submission inet",
                        "-o smtpd_end_of_data_restrictions=$sekimori");
        assertThat(postfix(Map.of("smtpd_end_of_data_restrictions", "check_policy_service inet:127.0.0.1:10040")))
                .contains(
                        "missing submission: nothing is decided, because Postfix asks inet:127.0.0.1:10040 at the end of a message,"
                                + " and not inet:127.0.0.1:10031; if that is Sekimori, name it with --policy");
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThat(postfix(Map.of(
                        "smtpd_data_restrictions", OURS, "smtpd_recipient_restrictions", "permit_mynetworks, " + OURS)))
                .contains(
                        "missing submission: nothing is decided, because Postfix asks at DATA (smtpd_data_restrictions), before there is a"
                                + " message",
                        "missing submission: recipients are not named, because permit_mynetworks comes before the question");
        assertThat(postfix(Map.of()))
                .contains(
                        "missing submission: nothing is decided, because Postfix does not ask at the end of a message",
                        "missing submission: recipients are not named, because Postfix does not ask at RCPT");
        assertThat(postfix(Map.of("smtpd_end_of_data_restrictions", FULL.replace("timeout=2s", "timeout=1s"))))
                .contains("warning submission: Postfix hangs up after 1s, when Sekimori may still answer");
    }

    @Test
    void theMilterAloneIsEnoughAndBothAreTooMuch() {
        assertThat(postfix(Map.of("smtpd_milters", "inet:127.0.0.1:10032", "milter_default_action", "accept")))
                .contains(
                        "ok submission: the milter at 127.0.0.1:10032 decides",
                        "note submission: while Sekimori is away, mail passes (milter_default_action = accept)")
                .noneMatch(line -> line.startsWith("missing"));
        assertThat(postfix(Map.of(
                        "smtpd_milters",
                        "inet:rspamd:9900, { inet:localhost:10032, default_action = accept, command_timeout = 5s }",
                        "milter_default_action",
                        "tempfail",
                        "smtpd_recipient_restrictions",
                        FULL,
                        "smtpd_end_of_data_restrictions",
                        FULL)))
                .contains(
                        "warning submission: both the policy server and the milter are asked about each message",
                        "note submission: while Sekimori is away, mail passes (default_action = accept)");
    }

    @Test
    void dovecotIsToldWhatItsAuthPolicyNeeds() {
        assertThat(told(DovecotCheck.of(
                        List.of("# 2.3.19.1", "protocols = imap submission", "passdb {", "  driver = pam", "}"))))
                .containsExactly(
                        "missing log-ins are not reported, because there is no auth policy server",
                        "missing submissions are relayed without the customer's address, so all come from one place");
        assertThat(told(DovecotCheck.of(List.of(
                        "auth_policy_server_url = http://u:secret@127.0.0.1:8080/",
                        "auth_policy_hash_nonce = n",
                        "auth_policy_reject_on_fail = yes",
                        "protocols = imap submission",
                        "submission_relay_trusted = yes"))))
                .contains(
                        "ok log-ins are reported to http://127.0.0.1:8080/",
                        "warning nobody can log in while Sekimori is away (auth_policy_reject_on_fail = yes)",
                        "ok submissions are relayed with the customer's name and address (XCLIENT)")
                .noneMatch(line -> line.startsWith("missing"));
    }

    @Test
    void dovecotNeedsAKeyAndAnAddressThatTakesItsCommand() {
        assertThat(told(DovecotCheck.of(List.of(
                        "auth_policy_server_url = http://127.0.0.1:8080/?server=imap1", "auth_policy_hash_nonce = n"))))
                .contains(
                        "missing the address must end with & behind its parameters, because Dovecot appends command=…",
                        "missing Sekimori refuses reports without an API key");
        assertThat(told(DovecotCheck.of(List.of(
                        "auth_policy_server_url = http://127.0.0.1:8080/?server=imap1&",
                        "auth_policy_server_api_header = Authorization: Bearer k",
                        "auth_policy_hash_nonce = n"))))
                .noneMatch(line -> line.startsWith("missing"));
    }

    @Test
    void dovecotIsToldWhatAFollowerOfItsLogMisses() {
        assertThat(told(DovecotCheck.of(List.of("login_log_format_elements = user=<%u> method=%m rip=%r lip=%l %c"))))
                .contains(
                        "warning a follower of Dovecot's log tells connections of one address apart by their users only,"
                                + " because log-ins are logged without session=<%{session}> (login_log_format_elements)");
        assertThat(told(DovecotCheck.of(List.of(
                        "login_log_format_elements {", "  user=<%{user}> = yes", "  session=<%{session}> = yes", "}"))))
                .contains("missing a follower of Dovecot's log cannot read its log-ins without user and address"
                        + " (login_log_format_elements)");
        assertThat(told(DovecotCheck.of(List.of(
                        "login_log_format_elements = user=<%u> rip=%r session=<%{session}> auth_user=<%{auth_user}>"))))
                .noneMatch(line -> line.contains("login_log_format_elements"));
    }

    private static final String ASKS =
            "set acl_m_sekimori = ${readsocket{inet:127.0.0.1:10031}{request=x\\n\\n}{3s}{|}{}}";

    private static List<String> exim(String rcpt, String data) {
        return List.of(
                "acl_smtp_rcpt = check_rcpt",
                "acl_smtp_data = check_data",
                "log_selector = +received_recipients",
                "begin acl",
                "check_rcpt:",
                rcpt,
                "  warn authenticated = *",
                "  " + ASKS,
                "  accept authenticated = *",
                "check_data:",
                data,
                "  warn authenticated = *",
                "  " + ASKS,
                "  accept",
                "begin routers");
    }

    @Test
    void eximMustAskInItsAclsBeforeTheyAccept() {
        assertThat(told(EximCheck.of(exim("  accept hosts = :", "  deny message = header syntax"), POLICY)))
                .containsExactly(
                        "ok messages are decided at DATA (ACL check_data)",
                        "ok recipients are named at RCPT (ACL check_rcpt)",
                        "ok the log names recipients when a message is received");
        assertThat(told(EximCheck.of(exim("", ""), "127.0.0.1:10099")))
                .startsWith(
                        "missing the ACL at DATA, check_data, does not ask at 127.0.0.1:10099",
                        "missing recipients are not named, because the ACL at RCPT, check_rcpt, does not ask at 127.0.0.1:10099");
        assertThat(told(EximCheck.of(
                        exim("  accept authenticated = * control = submission/sender_retain", "  accept"), POLICY)))
                .startsWith(
                        "missing an 'accept' in check_data comes before the question",
                        "missing recipients are not named, because an 'accept' in check_rcpt comes before the question");
        assertThat(told(EximCheck.of(List.of(), POLICY))).element(0).asString().contains("no ACL at DATA");
    }

    /** What a check tells to copy or to include is there under that name. */
    @Test
    void filesThatAreNamedExist() {
        List<CheckResult> results = new ArrayList<>(EximCheck.of(List.of(), POLICY));
        results.addAll(EximCheck.of(List.of("acl_smtp_data = d", "d:", "  accept"), POLICY));
        String remedies = results.stream().map(CheckResult::remedy).toList().toString();
        List<String> files = Pattern.compile("/etc/exim4/sekimori/(\\S+\\.conf)")
                .matcher(remedies)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files)
                .contains("sekimori-macros.conf", "sekimori-data.conf", "sekimori-rcpt.conf")
                .allSatisfy(
                        file -> assertThat(Path.of("docs/connect/exim", file)).exists());
    }

    @Test
    void harakaNeedsThePluginItsCodeAndItsSettings(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/plugins"), "# plugins\nauth/flat_file\nsekimori # last\n");
        assertThat(told(HarakaCheck.run(folder)))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("ok the plugin is enabled"),
                        line -> assertThat(line).startsWith("missing ").contains("sekimori.js is not there"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "warning a message that is to be quarantined is deferred, because no plugin holds it"),
                        line -> assertThat(line).startsWith("missing ").contains("sekimori.ini is not there"));

        Files.createDirectories(folder.resolve("plugins"));
        for (String file : new String[] {"plugins/sekimori.js", "config/sekimori.ini"}) {
            Path name = folder.resolve(file);
            Files.copy(Path.of("docs/connect/haraka", String.valueOf(name.getFileName())), name);
        }
        assertThat(told(HarakaCheck.run(folder)))
                .anySatisfy(line -> assertThat(line).startsWith("missing ").contains("sekimori.ini has no API key"));
    }

    @Test
    void aProgramThatIsNotHereIsNamedWithTheWayOut() {
        CommandRun cli = CommandRun.run("connect", "check", "haraka", "--config", "/nowhere");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).contains("cannot read /nowhere/config/plugins; name Haraka's folder with --config");
        assertThat(CommandRun.run("connect", "check", "postfix", "--policy", "10031")
                        .err())
                .contains("'10031' must be a host and a port");
    }
}
