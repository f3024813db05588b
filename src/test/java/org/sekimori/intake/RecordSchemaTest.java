package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.cases.HoldCommand;
import org.sekimori.cases.RuleHits;
import org.sekimori.engine.AuditField;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantSet;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.stream.json.AccountHomeJson;
import org.sekimori.stream.json.AuditJson;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.DecisionJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.json.NeighbourJson;
import org.sekimori.stream.json.OwnerQuestionJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.SharedKeyJson;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecordJson;

/** What the belt writes is what the schemas in {@code docs/schemas} describe, nothing less and nothing more. */
class RecordSchemaTest {

    private static final Instant TIME = EventReaderFixture.NOW;
    private static final Account ALICE = Account.of("alice@isp.example");
    private static final CaseCommand.Header HEAD =
            new CaseCommand.Header("c6", ALICE, TIME, "bob", "api", "K7QX-3M2P", 3);
    private static final CaseCommand.Header BARE = new CaseCommand.Header("c7", ALICE, TIME, "bob", "cli", null, null);
    private static final SharedKey NETWORK = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");
    private static final ReferenceCode REFERENCE = ReferenceCode.of(ALICE, "mx1-1");
    private static final Origin GERMANY = new Origin.Country(
            "DE",
            "91.0.1.0/24",
            new AutonomousSystem(3320, "Deutsche Telekom AG"),
            new Origin.Source("GeoLite2-Country", LocalDate.of(2026, 6, 17)),
            Origin.Details.of(new Origin.Location(50.1, 8.7, 20), List.of("hosting", "vpn")));

    static List<LogEntry> entries() {
        return List.of(
                mail(GERMANY, true),
                refusal(),
                mail(new Origin.Country("JP", null, 0, new Origin.Source("override", null)), false),
                mail(new Origin.Internal("private", "10.0.0.0/24"), false),
                mail(new Origin.Relay("google", "209.85.128.0/24"), false),
                mail(new Origin.Unknown("no_address", null, null), false),
                mail(
                        new Origin.Unknown(
                                "tunnel",
                                "2001:470:1::/48",
                                new AutonomousSystem(6939, "Hurricane Electric LLC"),
                                null),
                        false),
                new LogEntry.AnswerGiven(ALICE, "mx1-1", TIME, "reject", "fallback", "postfix", 1350),
                new LogEntry.GrantRequest(new GrantCommand.Open(
                        "c1", ALICE, TIME, "bob", "cli", TIME, TIME.plusSeconds(1), new TreeSet<>(List.of("DE")), "")),
                new LogEntry.GrantRequest(
                        new GrantCommand.Open("c1", ALICE, TIME, "bob", "cli", null, null, new TreeSet<>(), "trip")),
                new LogEntry.GrantRequest(new GrantCommand.Extend("c2", ALICE, TIME, "bob", "api", null)),
                new LogEntry.GrantRequest(new GrantCommand.Revoke("c3", ALICE, TIME, "bob", "api", "K7QX-3M2P")),
                new LogEntry.HomeRequest(new AccountHomeCommand.Set(
                        "c3", ALICE, TIME, "bob", "cli", new TreeSet<>(List.of("AT", "DE")), List.of(), null, "moved")),
                new LogEntry.HomeRequest(new AccountHomeCommand.Set(
                        "c3",
                        ALICE,
                        TIME,
                        "bob",
                        "api",
                        new TreeSet<>(),
                        List.of(IpNetwork.of("2001:db8::/32"), IpNetwork.of("192.0.2.0/24")),
                        LocalDate.of(2027, 1, 31),
                        "satellite")),
                new LogEntry.HomeRequest(new AccountHomeCommand.Clear("c4", ALICE, TIME, "bob", "api", "moved back")),
                new LogEntry.HoldRequest(new HoldCommand.Place("c4", ALICE, TIME, "bob", "cli", null, "burst")),
                new LogEntry.HoldRequest(
                        new HoldCommand.Place("c4", ALICE, TIME, "bob", "cli", TIME.plusSeconds(60), "burst")),
                new LogEntry.HoldRequest(new HoldCommand.Release("c5", ALICE, TIME, "bob", "cli", true, "")),
                new LogEntry.HoldRequest(new HoldCommand.Release("c5", ALICE, TIME, "bob", "cli", false, "")),
                new LogEntry.CaseRequest(new CaseCommand.Close(HEAD, Case.Outcome.CONFIRMED, false, "phished")),
                new LogEntry.CaseRequest(new CaseCommand.Close(BARE, Case.Outcome.FALSE_POSITIVE, true, "")),
                new LogEntry.CaseRequest(new CaseCommand.Move(HEAD, Case.State.CLEANED, "by telephone")),
                new LogEntry.CaseRequest(new CaseCommand.Release(BARE, false, "")),
                new LogEntry.CaseRequest(new CaseCommand.Release(HEAD, true, "she called")),
                new LogEntry.CaseRequest(new CaseCommand.Assign(HEAD, "sato")),
                new LogEntry.CaseRequest(new CaseCommand.Assign(BARE, null)),
                new LogEntry.CaseRequest(new CaseCommand.Comment(HEAD, "called, no answer")),
                new LogEntry.CaseRequest(
                        new CaseCommand.ClearQuarantine(HEAD, false, 2, List.of("K7QX-3M2P", "XSJC-TM8Q"))),
                new LogEntry.CaseRequest(new CaseCommand.ClearQuarantine(HEAD, true, 1, List.of())),
                new LogEntry.CaseRequest(new CaseCommand.Reopen(HEAD, "again")),
                new LogEntry.CaseRequest(new CaseCommand.Report(BARE, "K7QX-3M2P", "it was not me")),
                new LogEntry.CaseRequest(new CaseCommand.Due(HEAD)),
                new LogEntry.MisjudgedOrigin("c8", ALICE, TIME, "bob", "cli", "K7QX-3M2P", "JP", "at home"),
                new LogEntry.MisjudgedOrigin("c9", ALICE, TIME, "bob", "cli", "K7QX-3M2P", null, ""),
                new LogEntry.LogInRefused(
                        "c10", ALICE, TIME, "imap", "auth-policy", "K7QX-3M2P", "account-on-hold: held", null),
                new LogEntry.LogInRefused(
                        "c11",
                        ALICE,
                        TIME,
                        "imap",
                        "auth-policy",
                        "K7QX-3M2P",
                        "overseas-without-grant: from DE",
                        new LogEntry.LocatedOrigin("DE", "91.10.20.0/24")),
                new LogEntry.NeighboursTold(new NeighbourNews(
                        ALICE, NETWORK, TIME, List.of(495_000L, 494_990L), 3, true, 2, 40, 20_606, 5, 90, 50, 900)),
                new LogEntry.NeighboursTold(
                        new NeighbourNews(ALICE, NETWORK, TIME, List.of(), 0, false, 0, 0, 0, 0, 0, 0, 0)),
                new LogEntry.RulebookActivation("9f2c", TIME, "node-1"),
                new LogEntry.RulebookActivation(
                        "9f2c", "77aa", new TreeMap<>(Map.of("spike", "failed 20 times")), TIME, "node-1"));
    }

    static List<NeighbourReport> reports() {
        return List.of(
                new NeighbourReport(
                        NETWORK, ALICE, TIME, true, NeighbourReport.Evidence.HARMLESS, 0, 1, 30, 20_606, -77),
                NeighbourReport.failed(SharedKey.of(KeyKind.ADDRESS, "203.0.113.9"), ALICE, TIME));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportAboutNeighboursIsAsItsSchemaSaysAndReadAsItWasWritten(NeighbourReport report) {
        byte[] written = NeighbourJson.write(report);
        assertThat(DocumentedSchemas.named("neighbour-report").problems(written))
                .isEmpty();
        assertThat(NeighbourJson.read(written)).isEqualTo(report);
    }

    /** A refusal before the queue whose server gave a time that could not be believed. */
    private static LogEntry.Mail refusal() {
        return new LogEntry.Mail(MailEvent.builder("mx1-2", TIME, EventKind.REJECTED, ALICE)
                .server("mx1.isp.example")
                .queueId("4jZ3RH72QGzJHm4")
                .statusCode("5.7.1")
                .beforeQueue(true)
                .reportedTime(TIME.minusSeconds(9 * 3600))
                .build());
    }

    private static LogEntry.Mail mail(Origin origin, boolean full) {
        return new LogEntry.Mail(MailEvent.builder("mx1-1", TIME, EventKind.ATTEMPT, ALICE)
                .lists(List.of("network:spam-hosts"))
                .server(full ? "mx1.isp.example" : "")
                .clientAddress(text("91.0.1.7", full))
                .clientName(text("p7.isp.example", full))
                .helo(text("[192.168.1.23]", full))
                .tls(text("TLSv1.3", full))
                .sender(full ? "" : null)
                .recipients(
                        full
                                ? List.of(
                                        EventReaderFixture.HASHER.hash("bob@sink.example"),
                                        EventReaderFixture.HASHER.hash("postmaster"))
                                : List.of())
                .recipientCount(2)
                .size(411)
                .queueId(text("4jZ3RH72QGzJHm4", full))
                .instance(text("4a1f.0", full))
                .messageId(text("1a.2b@isp.example", full))
                .statusCode(text("2.0.0", full))
                .history(full)
                .afterQueue(full)
                .origin(origin)
                .login(text("scan ner@isp.example", full))
                .build());
    }

    private static @Nullable String text(String text, boolean there) {
        return there ? text : null;
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entryIsAsItsSchemaSays(LogEntry entry) {
        assertThat(DocumentedSchemas.named("entry").problems(EntryJson.write(entry)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entryIsReadAsItWasWritten(LogEntry entry) {
        assertThat(EntryJson.read(EntryJson.write(entry))).isEqualTo(entry);
    }

    /** Written before log-ins were normalised as PRECIS has it, and before {@code login} was there. */
    @Test
    void anEntryOfAnEarlierVersionKeepsTheAccountThatItNames() {
        byte[] old = """
            {"type":"mail","id":"a-1","time":"2026-10-01T08:00:00Z","kind":"attempt","server":"","channel":"submission",\
            "account":"ｂｏ\u200bｂ@xn--wgv71a119e.example.","recipient_count":1,"size":0,\
            "origin":{"kind":"unknown","reason":"no_address"}}\
            """.getBytes(StandardCharsets.UTF_8);

        MailEvent event = ((LogEntry.Mail) EntryJson.read(old)).event();

        assertThat(event.account().name()).isEqualTo("ｂｏ\u200bｂ@xn--wgv71a119e.example.");
        assertThat(event.login()).isNull();
        assertThat(EntryJson.read(EntryJson.write(new LogEntry.Mail(event)))).isEqualTo(new LogEntry.Mail(event));
    }

    static List<Decision> decisions() {
        Finding finding = new Finding(
                "overseas-without-grant",
                1,
                Finding.Mode.ENFORCE,
                Finding.Severity.HIGH,
                Finding.Effect.REJECT,
                "from DE",
                Map.of("country", "DE", "asn", 3320, "share", 0.25));
        Verdict reject = new Verdict.Reject(550, "5.7.1");
        Finding exempt = new Finding(
                "many-places",
                2,
                Finding.Mode.SHADOW,
                Finding.Severity.HIGH,
                Finding.Effect.FLAG,
                "used from 4 countries",
                Map.of(),
                List.of("T1078", "T1110.003"),
                new Finding.Exemption(false, "shared by the whole shop"));
        return List.of(
                decision(Verdict.ACCEPT, null, List.of(exempt), List.of(), null),
                decision(Verdict.ACCEPT, null, List.of(), List.of(), "K7QX-3M2P"),
                decision(Verdict.ACCEPT, reject, List.of(finding), List.of("spike"), null),
                decision(reject, null, List.of(finding), List.of(), null),
                decision(Verdict.QUARANTINE, null, List.of(finding), List.of("spike"), null),
                decision(Verdict.ACCEPT, Verdict.QUARANTINE, List.of(finding), List.of("spike"), null),
                decision(new Verdict.Defer(450, "4.7.1"), null, List.of(finding), List.of(), null),
                decision(
                        Verdict.ACCEPT,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        new Decision.Shadow("77aa", true, reject, List.of("spike"), List.of(finding))),
                decision(
                        Verdict.ACCEPT,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        new Decision.Shadow("77aa", false, Verdict.ACCEPT, List.of(), List.of())),
                found(null),
                found(new Decision.Shadow("77aa", true, Verdict.NONE, List.of("spike"), List.of(finding))));
    }

    /** What rules found at a bounce. */
    private static Decision found(Decision.@Nullable Shadow shadow) {
        Finding finding = new Finding(
                "returned", 1, Finding.Mode.ENFORCE, Finding.Severity.HIGH, Finding.Effect.FLAG, "bounced", Map.of());
        return Decision.builder(REFERENCE.decisionId(), TIME, ALICE, Verdict.NONE)
                .trigger(EventKind.BOUNCED)
                .eventId("mx1-1")
                .reference(REFERENCE.code())
                .findings(List.of(finding))
                .flags(List.of("returned"))
                .origin(GERMANY)
                .rulebook("9f2c")
                .shadow(shadow)
                .build();
    }

    private static Decision decision(
            Verdict verdict,
            @Nullable Verdict would,
            List<Finding> findings,
            List<String> flags,
            @Nullable String grant) {
        return decision(verdict, would, findings, flags, grant, null);
    }

    private static Decision decision(
            Verdict verdict,
            @Nullable Verdict would,
            List<Finding> findings,
            List<String> flags,
            @Nullable String grant,
            Decision.@Nullable Shadow shadow) {
        Decision.Refusal refusal = verdict instanceof Verdict.Accept
                ? null
                : new Decision.Refusal(
                        verdict.refuses() ? "customer" : "", "analyst", Map.of("sent_1h", 3L, "share", 0.5));
        return Decision.builder(REFERENCE.decisionId(), TIME, ALICE, verdict)
                .eventId("mx1-1")
                .reference(REFERENCE.code())
                .would(would)
                .findings(findings)
                .flags(flags)
                .origin(GERMANY)
                .grant(grant)
                .home(grant == null ? null : "DE")
                .rulebook("9f2c")
                .counters(new SubmissionCounters(1, 2, 3))
                .refusal(refusal)
                .shadow(shadow)
                .build();
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decisionIsAsItsSchemaSays(Decision decision) {
        assertThat(DocumentedSchemas.named("decision").problems(DecisionJson.write(decision)))
                .isEmpty();
    }

    @Test
    void whatIsInForceIsReadAsItWasWritten() {
        RulebookHistory inForce = RulebookHistory.first("9f2c", TIME, "node-1")
                .publish("77aa", TIME.plusSeconds(1), "sato")
                .withCandidate("8888", TIME.plusSeconds(2), "sato")
                .disableRule("spike", "failed 20 times", TIME.plusSeconds(3), "node-1");

        assertThat(RulebookJson.readHistory(RulebookJson.write(inForce))).isEqualTo(inForce);
        assertThat(RulebookJson.readHistory("9f2c".getBytes(StandardCharsets.US_ASCII))
                        .now()
                        .rulebook())
                .isEqualTo("9f2c");
        assertThat(DocumentedSchemas.named("audit").problems(AuditJson.write(inForce.now(), "rule_off")))
                .isEmpty();
    }

    @Test
    void countsAreAsTheirSchemaSaysAndReadAsWritten() {
        RuleHitCount count = new RuleHitCount("spike", RuleHitCount.Role.CANDIDATE, 3, 2, 1);
        byte[] written = RuleHitCountJson.write(count, TIME);

        assertThat(DocumentedSchemas.named("rule-count").problems(written)).isEmpty();
        assertThat(RuleHitCountJson.read(written)).isEqualTo(count);
    }

    @Test
    void noticesAndQuestionsAreAsTheirSchemasSayAndReadAsWritten() {
        TreeMap<String, String> facts = new TreeMap<>(Map.of("country", "DE"));
        NoticeRecord due = NoticeRecord.due("case/desk/a/1/0", "case-opened", "desk", ALICE.name(), "1", TIME, facts);
        for (NoticeRecord entry : List.of(
                due,
                due.sending(TIME),
                due.sending(TIME).retryAt(TIME, TIME.plusSeconds(30), "421"),
                due.ended(NoticeRecord.State.NO_CONTACT, TIME, "no safe contact"))) {
            assertThat(DocumentedSchemas.named("notice").problems(NoticeRecordJson.write(entry)))
                    .isEmpty();
            assertThat(NoticeRecordJson.read(NoticeRecordJson.write(entry))).isEqualTo(entry);
        }
        OwnerQuestionRaised question = new OwnerQuestionRaised(ALICE, TIME, "K7QX-3M2P", "DE", "91.0.1.0/24", null);
        assertThat(DocumentedSchemas.named("question").problems(OwnerQuestionJson.write(question)))
                .isEmpty();
        assertThat(OwnerQuestionJson.read(OwnerQuestionJson.write(question))).isEqualTo(question);
    }

    @Test
    void sharedKeysAreAsTheirSchemaSaysAndReadAlsoWithWhatALaterVersionAdds() {
        SharedKeyJson.Holder holder =
                new SharedKeyJson.Holder("3f0c9a41d2b87e65", "sekimori-1", "mx1", "/data/keys/recipients.key", TIME);
        byte[] written = SharedKeyJson.write(holder);

        assertThat(DocumentedSchemas.named("shared-key").problems(written)).isEmpty();
        assertThat(SharedKeyJson.read(written)).isEqualTo(holder);
        String later = new String(written, StandardCharsets.UTF_8)
                .replace("{\"fingerprint\"", "{\"kept\":{\"fingerprint\":\"x\",\"n\":[1]},\"fingerprint\"");
        assertThat(SharedKeyJson.read(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(holder);
    }

    @Test
    void projectionsAreAsTheirSchemasSay() {
        Grant grant = new Grant(
                "K7QX-3M2P", TIME, TIME.plusSeconds(1), new TreeSet<>(List.of("DE")), "bob", "cli", TIME, "", false);
        assertThat(DocumentedSchemas.named("grants").problems(GrantSetJson.write(new GrantSet(List.of(grant)))))
                .isEmpty();
        assertThat(DocumentedSchemas.named("hold").problems(HoldJson.write(new Hold("bob", TIME, null, "burst"))))
                .isEmpty();
        assertThat(DocumentedSchemas.named("hold")
                        .problems(HoldJson.write(new Hold("bob", TIME, TIME.plusSeconds(60), "burst"))))
                .isEmpty();
        for (AccountHomeOverride home : List.of(
                new AccountHomeOverride(
                        new TreeSet<>(List.of("AT", "DE")), List.of(), "bob", TIME, LocalDate.of(2027, 1, 31), "moved"),
                new AccountHomeOverride(
                        new TreeSet<>(),
                        List.of(IpNetwork.of("2001:db8::/32"), IpNetwork.of("192.0.2.0/24")),
                        "bob",
                        TIME,
                        LocalDate.of(2027, 1, 31),
                        "satellite"))) {
            assertThat(DocumentedSchemas.named("home").problems(AccountHomeJson.write(home)))
                    .isEmpty();
            assertThat(AccountHomeJson.read(AccountHomeJson.write(home))).isEqualTo(home);
        }
        assertThat(DocumentedSchemas.named("audit")
                        .problems(AuditJson.write(new AuditRecord(ALICE, TIME, "grant_open", "bob", "by cli"))))
                .isEmpty();
        assertThat(DocumentedSchemas.named("dead-letter")
                        .problems(DeadLetterJson.write(TIME, "inbox-3@128", "the record is empty", "")))
                .isEmpty();
    }

    static Case flagged(int rules) {
        List<RuleHits> hits = IntStream.range(0, rules)
                .mapToObj(i -> new RuleHits("spike-" + i, 3, 7, TIME, TIME.plusSeconds(60)))
                .toList();
        return Case.builder("K7QX-3M2P", Finding.Severity.HIGH, TIME)
                .version(2)
                .reference("9Q2T-0GXW")
                .since(TIME.minusSeconds(900))
                .rules(hits)
                .messagesOut(12)
                .recipientsOut(340)
                .history(List.of(new CaseHistoryEntry(TIME, "opened", "sekimori", "spike-0", 0)))
                .build();
    }

    static Case closed() {
        return Case.builder("AAAA-BBBB", Finding.Severity.LOW, TIME)
                .version(9)
                .state(Case.State.CLOSED)
                .rules(flagged(1).rules())
                .progress(new CaseProgress(TIME, TIME, TIME, TIME, TIME.plusSeconds(1), TIME.plusSeconds(2)))
                .assignee("sato")
                .reopened(1)
                .judgement(new CaseJudgement(Case.Outcome.FALSE_POSITIVE, TIME.plusSeconds(2), "sato", "newsletter"))
                .history(List.of(new CaseHistoryEntry(TIME, "comment", "sato", "", -1)))
                .build();
    }

    @Test
    void casesAreAsTheirSchemaSaysAndReadAsWritten() {
        for (CaseSet set : List.of(
                new CaseSet(flagged(1), List.of()),
                new CaseSet(null, List.of(closed())),
                new CaseSet(flagged(Case.MOST_RULES), List.of(closed(), closed())))) {
            byte[] written = CaseSetJson.write(set);

            assertThat(DocumentedSchemas.named("cases").problems(written)).isEmpty();
            assertThat(CaseSetJson.read(written)).isEqualTo(set);
        }
    }

    @ParameterizedTest
    @EnumSource
    void auditSchemaHasEveryField(AuditField field) {
        String value =
                switch (field) {
                    case GRANT, CASE, REFERENCE -> "K7QX-3M2P";
                    case COUNTRY, ACTUAL_COUNTRY -> "JP";
                    case NETWORK -> "203.0.113.0/24";
                    case SEVERITY -> "high";
                    case OUTCOME -> "false_positive";
                    case STATE -> "password_changed";
                    case CHANNEL, REASON -> "cli";
                    case REFUSED_BY -> "send-limit";
                    case TOLD, DECIDED -> "accept";
                };
        byte[] line = AuditJson.write(new AuditRecord(ALICE, TIME, "x", "bob", "", Map.of(field, value)));

        assertThat(new String(line, StandardCharsets.UTF_8)).contains("\"" + field.word() + "\":\"" + value + "\"");
        assertThat(DocumentedSchemas.named("audit").problems(line)).isEmpty();
    }

    @Test
    void repliesAreAsTheirSchemaSays() {
        DocumentedSchemas schema = DocumentedSchemas.named("reply");
        assertThat(schema.problems(ReplyJson.write(
                        new SubmissionAnswer(Verdict.ACCEPT, "", REFERENCE.code(), SubmissionAnswer.Source.LOG))))
                .isEmpty();
        assertThat(schema.problems(ReplyJson.write(new SubmissionAnswer(
                        new Verdict.Reject(550, "5.7.1"), "Refused", null, SubmissionAnswer.Source.FALLBACK))))
                .isEmpty();
        SubmissionAnswer held =
                new SubmissionAnswer(Verdict.QUARANTINE, "", REFERENCE.code(), SubmissionAnswer.Source.LOG);
        assertThat(schema.problems(ReplyJson.write(held))).isEmpty();
        assertThat(ReplyJson.readAnswer(ReplyJson.write(held))).isEqualTo(held);
        SubmissionAnswer japanese = new SubmissionAnswer(
                new Verdict.Reject(550, "5.7.1"), "お断り", "Refused", "7K3F-9Q2M", SubmissionAnswer.Source.LOG);
        assertThat(schema.problems(ReplyJson.write(japanese))).isEmpty();
        assertThat(ReplyJson.readAnswer(ReplyJson.write(japanese))).isEqualTo(japanese);
        assertThat(schema.problems(ReplyJson.write(new CommandResult(true, "", GrantSet.NONE))))
                .isEmpty();
        assertThat(schema.problems(
                        ReplyJson.write(new CommandResult(false, "the account is not on hold", GrantSet.NONE))))
                .isEmpty();
    }

    @Test
    void schemaNoticesWhatItDoesNotDescribe() {
        String decision = new String(DecisionJson.write(decisions().get(0)), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(DocumentedSchemas.named("decision")
                        .problems(decision.replace("\"verdict\"", "\"took\":1,\"verdict\"")))
                .isNotEmpty();
        assertThat(DocumentedSchemas.named("decision").problems(decision.replace("\"accept\"", "\"reject\"")))
                .isNotEmpty();
    }
}
