package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.mail.EventKind;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicyReader;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.rules.testing.RuleTestEntryReader;
import org.sekimori.rules.testing.RuleTestLimits;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds the schemas that editors use to what the rulebook's reader takes. */
class RulebookSchemasTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String RULE = """
            id: my-rule
            title: A rule
            version: 3
            owner: abuse-desk
            severity: medium
            mode: shadow
            description: What it looks for.
            false_positives: Nobody.
            what_to_do: Nothing.
            text: send-limit
            answer: {code: 450, enhanced_code: 4.7.1}
            tags: [credential-theft]
            attack: [T1078, T1110.003]
            """;
    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              language: ja
              exempt_networks: [192.0.2.0/24]
              grants: {days: 7, days_ahead: 60, most: 16}
              limits: {messages_per_hour: 200, recipients_per_day: none, overseas: {messages_per_day: 10}}
              thresholds: {countries: 4, share: 0.5}
              unknown_origin: pass
              old_database: enforce
              quarantine: pass
              rules: {many-places: shadow}
              webmail: https://webmail.isp.example
            groups:
              nordic: [DK, SE]
            domains:
              isp.example: {home: [nordic], contact: 0120-000-000, rules: {many-places: on}}
            accounts:
              news@isp.example: {limits: {messages_per_hour: none}, thresholds: {countries: 9}}
              shop@isp.example: {rules: {many-places: {mode: off, reason: shared, until: 2027-03-01}}}
              bob@isp.example: {home: [nordic, DE], home_networks: ["2001:db8::/32"]}
            """;
    private static final String FOLLOW_UP = """
            defaults:
              hold: {from: high, rules: [reported], days: 3, never: false}
              release: proof
              watch: {days: 14, limits: 0.25, thresholds: {countries: 2}}
              verdict_days: 7
              precision: {least: 0.5, cases: 10}
            domains:
              isp.example: {hold: {from: never, days: none}, release: person}
            accounts:
              news@isp.example: {hold: {never: true}}
            """;
    private static final String CASE = """
            title: A case
            account: alice@isp.example
            policy: {home: [JP], limits: {messages_per_hour: 5}}
            follow_up: {hold: {from: high}, watch: {limits: 0.5}}
            entries:
              - {at: 2026-06-01T00:00:00Z, what: grant_open, by: desk, end: 2026-06-08T00:00:00Z, countries: [DE], reason: trip}
              - {at: 2026-06-01T00:10:00Z, what: grant_extend}
              - {at: 2026-06-01T00:15:00Z, what: home_set, countries: [AT], networks: ["192.0.2.0/24"], reason: lives there}
              - {at: 2026-06-01T00:16:00Z, what: home_clear, by: sato, reason: moved}
              - {at: 2026-06-01T00:20:00Z, what: hold_place, reason: stolen, end: 2026-06-02T00:00:00Z}
              - {at: 2026-06-01T00:30:00Z, what: hold_release}
              - {at: 2026-06-01T00:40:00Z, what: case_report, reason: told}
              - {at: 2026-06-01T00:41:00Z, what: case_cleaned}
              - {at: 2026-06-01T00:42:00Z, what: case_release, by: sato}
              - {at: 2026-06-01T00:43:00Z, what: case_close, outcome: confirmed, reason: told}
              - {at: 2026-06-01T01:00:00Z, what: auth_failed, from: relay, moving: network, times: 10, every: 5m}
              - {at: 2026-06-01T02:00:00Z, what: submission, from: DE, channel: webmail, recipients: 2, to: new, queue_id: Q}
              - {at: 2026-06-01T02:10:00Z, what: bounced, queue_id: Q, status_code: 5.1.1}
              - {at: 2026-06-01T03:00:00Z, what: submission, from: DE, to: [bob], size: 20, asn: 7, database_built: 2026-05-01}
            expect: {verdict: accept, hit: true, effect: flag, reason: "far too", flags: [my-rule]}
            """;
    private static final Map<String, String> GOOD =
            Map.of("rule", RULE, "policy", POLICY, "follow-up", FOLLOW_UP, "rule-test", CASE);

    /** What is changed in a good document to make it one that both must refuse. */
    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("rule", "title: A rule\n", ""),
                Arguments.of("rule", "owner: abuse-desk", "ower: abuse-desk"),
                Arguments.of("rule", "owner: abuse-desk", "owner: [abuse-desk]"),
                Arguments.of("rule", "version: 3", "version: 0"),
                Arguments.of("rule", "version: 3", "version: three"),
                Arguments.of("rule", "severity: medium", "severity: terrible"),
                Arguments.of("rule", "mode: shadow", "mode: on"),
                Arguments.of("rule", "mode: shadow\n", ""),
                Arguments.of("rule", "id: my-rule", "id: My_Rule"),
                Arguments.of("rule", "what_to_do: Nothing.\n", ""),
                Arguments.of("rule", "code: 450", "code: 250"),
                Arguments.of("rule", "enhanced_code: 4.7.1", "enhanced_code: four"),
                Arguments.of("rule", "{code: 450, enhanced_code: 4.7.1}", "{code: 450}"),
                Arguments.of(
                        "rule", "{code: 450, enhanced_code: 4.7.1}", "{code: 450, enhanced_code: 4.7.1, text: no}"),
                Arguments.of("rule", "[credential-theft]", "[Credential Theft]"),
                Arguments.of("rule", "[credential-theft]", "credential-theft"),
                Arguments.of("rule", "T1110.003", "T1110.3"),
                Arguments.of("rule", "T1110.003", "T1078"),
                Arguments.of("policy", "defaults:", "default:"),
                Arguments.of("policy", "home: [JP]", "home: JP"),
                Arguments.of("policy", "home: [JP]", "homes: [JP]"),
                Arguments.of("policy", "home: [nordic, DE]", "home: DE"),
                Arguments.of("policy", "home_networks: [\"2001:db8::/32\"]", "home_networks: 2001:db8"),
                Arguments.of("policy", "home_networks:", "exempt_networks:"),
                Arguments.of("rule-test", "countries: [AT]", "countries: [Austria]"),
                Arguments.of("rule-test", ", reason: lives there", ""),
                Arguments.of("rule-test", "reason: moved", "reason: moved, countries: [AT]"),
                Arguments.of("policy", "language: ja", "language: japanese"),
                Arguments.of("policy", "days: 7", "days: 0"),
                Arguments.of("policy", "most: 16", "most: 33"),
                Arguments.of("policy", "most: 16", "more: 16"),
                Arguments.of("policy", "messages_per_hour: 200", "messages_per_hour: -1"),
                Arguments.of("policy", "messages_per_hour: 200", "messages_per_minute: 200"),
                Arguments.of("policy", "messages_per_hour: 200", "messages_per_hour: many"),
                Arguments.of("policy", "overseas: {messages_per_day: 10}", "overseas: {overseas: 10}"),
                Arguments.of("policy", "countries: 4", "countries: -4"),
                Arguments.of("policy", "countries: 4", "countries: four"),
                Arguments.of("policy", "unknown_origin: pass", "unknown_origin: reject"),
                Arguments.of("policy", "old_database: enforce", "old_database: ignore"),
                Arguments.of("policy", "quarantine: pass", "quarantine: off"),
                Arguments.of("policy", "{many-places: shadow}", "{many-places: enforce}"),
                Arguments.of("policy", "{many-places: shadow}", "[many-places]"),
                Arguments.of("policy", "mode: off, reason", "mode: on, reason"),
                Arguments.of("policy", "reason: shared, ", ""),
                Arguments.of("policy", "reason: shared", "because: shared"),
                Arguments.of("policy", "until: 2027-03-01", "until: March"),
                Arguments.of("policy", "news@isp.example:", "news:"),
                Arguments.of("policy", "{limits: {messages_per_hour: none}, ", "{language: ja, "),
                Arguments.of("follow-up", "defaults:", "default:"),
                Arguments.of("follow-up", "from: high", "from: severe"),
                Arguments.of("follow-up", "from: high", "form: high"),
                Arguments.of("follow-up", "[reported]", "reported"),
                Arguments.of("follow-up", "days: 3", "days: 0"),
                Arguments.of("follow-up", "days: 3", "days: forever"),
                Arguments.of("follow-up", "never: false", "never: maybe"),
                Arguments.of("follow-up", "release: proof", "release: owner"),
                Arguments.of("follow-up", "days: 14", "days: 367"),
                Arguments.of("follow-up", "limits: 0.25", "limits: 0"),
                Arguments.of("follow-up", "limits: 0.25", "limits: 2"),
                Arguments.of("follow-up", "countries: 2", "countries: two"),
                Arguments.of("follow-up", "verdict_days: 7", "verdict_days: -1"),
                Arguments.of("follow-up", "least: 0.5", "least: 1.5"),
                Arguments.of("follow-up", "cases: 10", "cases: 0"),
                Arguments.of("follow-up", "release: person}", "precision: {cases: 1}}"),
                Arguments.of("follow-up", "news@isp.example:", "news:"),
                Arguments.of("rule-test", "follow_up: {hold: {from: high}", "follow_up: {hold: {from: severe}"),
                Arguments.of("rule-test", "follow_up: {hold", "follow_up: {precision: {cases: 1}, hold"),
                Arguments.of("rule-test", "outcome: confirmed", "outcome: maybe"),
                Arguments.of("rule-test", "outcome: confirmed, ", ""),
                Arguments.of("rule-test", "what: case_cleaned", "what: case_held"),
                Arguments.of("rule-test", "what: case_release, by: sato", "what: case_release, outcome: confirmed"),
                Arguments.of("rule-test", "title: A case\n", ""),
                Arguments.of("rule-test", "account: alice@isp.example", "acount: alice@isp.example"),
                Arguments.of("rule-test", "what: submission, from: DE", "what: mail, from: DE"),
                Arguments.of("rule-test", "what: submission, from: DE", "what: answered, from: DE"),
                Arguments.of("rule-test", "at: 2026-06-01T02:00:00Z", "at: 2026-06-01"),
                Arguments.of("rule-test", "at: 2026-06-01T02:00:00Z, ", ""),
                Arguments.of("rule-test", "from: DE, channel", "from: Germany, channel"),
                Arguments.of("rule-test", "channel: webmail", "channel: imap"),
                Arguments.of("rule-test", "moving: network", "moving: country"),
                Arguments.of("rule-test", "times: 10", "times: 0"),
                Arguments.of("rule-test", "times: 10", "times: 20001"),
                Arguments.of("rule-test", "every: 5m", "every: 5 minutes"),
                Arguments.of("rule-test", "to: new", "to: strangers"),
                Arguments.of("rule-test", "what: grant_extend", "what: grant_extend, days: 7"),
                Arguments.of("rule-test", "what: hold_release", "what: hold_release, from: JP"),
                Arguments.of("rule-test", "database_built: 2026-05-01", "database_built: May"),
                Arguments.of("rule-test", "verdict: accept", "verdict: pass"),
                Arguments.of("rule-test", "hit: true", "hit: maybe"),
                Arguments.of("rule-test", "hit: true", "hit: false"),
                Arguments.of("rule-test", "effect: flag", "effect: hold"),
                Arguments.of("rule-test", "reason: \"far", "because: \"far"));
    }

    @Test
    void bothTakeTheGoodDocuments() throws RulebookException {
        for (Map.Entry<String, String> good : new TreeMap<>(GOOD).entrySet()) {
            assertThat(problems(good.getKey(), good.getValue()))
                    .as(good.getKey())
                    .isEmpty();
            parse(good.getKey(), good.getValue());
        }
        assertThat(problems("rule", RULE.replace("mode: shadow", "mode: off"))).isEmpty();
        assertThat(problems("policy", "{}")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void bothRefuseABrokenDocument(String kind, String good, String bad) {
        String whole = GOOD.getOrDefault(kind, "");
        assertThat(whole).contains(good);
        String broken = whole.replace(good, bad);
        assertThat(problems(kind, broken)).isNotEmpty();
        assertThatThrownBy(() -> parse(kind, broken)).isInstanceOf(RulebookException.class);
    }

    /** What is changed in a good document to make it one that only the reader can refuse. */
    static Stream<Arguments> beyondSchema() {
        return Stream.of(
                Arguments.of("rule", "id: my-rule", "id: other-rule"),
                Arguments.of("rule", "enhanced_code: 4.7.1", "enhanced_code: 5.7.1"),
                Arguments.of("policy", "home: [JP]", "home: [Japan]"),
                Arguments.of("policy", "home: [nordic]", "home: [baltic]"),
                Arguments.of("policy", "time_zone: Asia/Tokyo", "time_zone: Asia/Edo"),
                Arguments.of("policy", "until: 2027-03-01", "until: 2027-02-30"),
                Arguments.of("policy", "192.0.2.0/24", "192.0.2.1/24"),
                Arguments.of("policy", "thresholds: {countries: 9}", "thresholds: {contries: 9}"),
                Arguments.of("follow-up", "rules: [reported]", "rules: [reporetd]"),
                Arguments.of("follow-up", "countries: 2", "contries: 2"),
                Arguments.of("rule-test", "at: 2026-06-01T02:00:00Z", "at: 2026-06-31T02:00:00Z"),
                Arguments.of("rule-test", "what: submission, from: DE, to", "what: accepted, from: DE, to"));
    }

    @ParameterizedTest
    @MethodSource("beyondSchema")
    void theReaderAloneRefusesWhatASchemaCannotSay(String kind, String good, String bad) {
        String broken = GOOD.getOrDefault(kind, "").replace(good, bad);
        assertThat(broken).isNotEqualTo(GOOD.get(kind));
        assertThat(problems(kind, broken)).isEmpty();
        assertThatThrownBy(() -> parse(kind, broken)).isInstanceOf(RulebookException.class);
    }

    @Test
    void aPlainNumberMayBeAQueueIdOrATelephoneNumber() throws RulebookException {
        String numbered = CASE.replace("queue_id: Q", "queue_id: 4711");
        assertThat(problems("rule-test", numbered)).isEmpty();
        parse("rule-test", numbered);
        String telephone = POLICY.replace("0120-000-000", "0120000000");
        assertThat(problems("policy", telephone)).isEmpty();
        parse("policy", telephone);
    }

    @Test
    void shippedRulesPolicyAndCasesAreWhatTheSchemasSay() throws RulebookException {
        checkAll(Path.of("rules"));
    }

    @Test
    void theWorkedExamplesAreToo() throws RulebookException {
        checkAll(ExampleRules.FOLDER);
    }

    @Test
    void theSchemasKnowTheKeysThatTheReaderKnows() {
        assertKeys("rule", "", RuleMetadata.KEYS);
        assertKeys("rule", "/properties/answer", RuleMetadata.ANSWER_KEYS);
        assertKeys("policy", "", DomainPolicies.ROOT_KEYS);
        assertKeys("policy", "/properties/accounts/additionalProperties", DomainPolicies.ACCOUNT_KEYS);
        for (String kind : List.of("policy", "rule-test")) {
            assertKeys(kind, "/$defs/exemptions/additionalProperties/oneOf/1", RuleExemption.KEYS);
            assertKeys(kind, "/$defs/settings", DomainPolicyReader.KEYS);
            assertKeys(kind, "/$defs/settings/properties/grants", DomainPolicyReader.GRANT_KEYS);
            assertKeys(
                    kind,
                    "/$defs/limits",
                    Stream.concat(SendLimits.NAMES.stream(), Stream.of(SendLimits.PER_OUTCOME, SendLimits.OVERSEAS))
                            .toArray(String[]::new));
            assertKeys(kind, "/$defs/limits/properties/overseas", SendLimits.NAMES.toArray(String[]::new));
        }
        assertKeys("follow-up", "", FollowUpPolicy.ROOT_KEYS);
        assertKeys("follow-up", "/properties/defaults", FollowUpPolicy.DEFAULT_KEYS);
        assertKeys("follow-up", "/properties/defaults/properties/precision", FollowUpPolicy.PRECISION_KEYS);
        assertKeys("follow-up", "/$defs/settings", FollowUpPolicy.KEYS);
        assertKeys("follow-up", "/$defs/hold", FollowUpPolicy.HOLD_KEYS);
        assertKeys("follow-up", "/$defs/watch", FollowUpPolicy.WATCH_KEYS);
        assertKeys("rule-test", "/$defs/follow_up", FollowUpPolicy.KEYS);
        assertKeys("rule-test", "/$defs/follow_up/properties/hold", FollowUpPolicy.HOLD_KEYS);
        assertKeys("rule-test", "/$defs/follow_up/properties/watch", FollowUpPolicy.WATCH_KEYS);
        assertKeys("rule-test", "", RuleTest.KEYS);
        assertKeys("rule-test", "/properties/expect", RuleTest.EXPECT_KEYS);
        assertKeys("rule-test", "/$defs/mail", RuleTestEntryReader.MAIL_KEYS);
        assertKeys("rule-test", "/$defs/grant_open", RuleTestEntryReader.GRANT_OPEN_KEYS);
        assertKeys("rule-test", "/$defs/grant", RuleTestEntryReader.GRANT_KEYS);
        assertKeys("rule-test", "/$defs/home_set", RuleTestEntryReader.HOME_SET_KEYS);
        assertKeys("rule-test", "/$defs/home_clear", RuleTestEntryReader.HOME_KEYS);
        assertKeys("rule-test", "/$defs/hold_place", RuleTestEntryReader.HOLD_PLACE_KEYS);
        assertKeys("rule-test", "/$defs/hold", RuleTestEntryReader.HOLD_KEYS);
        assertKeys("rule-test", "/$defs/neighbours", RuleTestEntryReader.NEIGHBOUR_KEYS);
        assertKeys("rule-test", "/$defs/case", RuleTestEntryReader.CASE_KEYS);
        assertKeys("rule-test", "/$defs/case_close", RuleTestEntryReader.CASE_CLOSE_KEYS);
    }

    @Test
    void theCaseSchemaKnowsEveryKindOfEventThatACaseMayTell() {
        List<String> told = schema("rule-test")
                .getSchemaNode()
                .at("/$defs/mail/properties/what/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("submission"),
                                Stream.of(EventKind.values())
                                        .filter(kind -> kind != EventKind.ANSWERED)
                                        .map(EventKind::word))
                        .toList());
    }

    private static void assertKeys(String kind, String pointer, String... keys) {
        JsonNode properties = schema(kind).getSchemaNode().at(pointer + "/properties");
        assertThat(properties.propertyNames()).as(kind + pointer).containsExactlyInAnyOrder(keys);
        if (!kind.equals("rule-test") || !pointer.startsWith("/$defs/settings")) {
            assertThat(schema(kind)
                            .getSchemaNode()
                            .at(pointer + "/additionalProperties")
                            .asBoolean())
                    .isFalse();
        }
    }

    private static void checkAll(Path folder) throws RulebookException {
        Map<String, String> files = RulebookFiles.read(folder).files();
        assertThat(files).hasSizeGreaterThan(30);
        files.forEach((name, text) -> {
            String kind = name.endsWith("/" + RuleMetadata.FILE)
                    ? "rule"
                    : name.contains("/tests/")
                            ? "rule-test"
                            : name.equals(DomainPolicies.FILE)
                                    ? "policy"
                                    : name.equals(FollowUpPolicy.FILE) ? "follow-up" : "";
            if (!kind.isEmpty()) {
                assertThat(problems(kind, text)).as(name).isEmpty();
            }
        });
    }

    private static List<Error> problems(String kind, String yaml) {
        return schema(kind).validate(YAML.readTree(yaml).toString(), InputFormat.JSON);
    }

    private static Schema schema(String kind) {
        try {
            return REGISTRY.getSchema(
                    Files.readString(Path.of("docs/schemas", kind + ".schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void parse(String kind, String yaml) throws RulebookException {
        switch (kind) {
            case "rule" -> RuleMetadata.parse("any/my-rule", yaml);
            case "policy" -> DomainPolicies.parse(yaml);
            case "follow-up" -> FollowUpPolicy.parse(yaml, Set.of("countries", "share"), Set.of("my-rule"));
            default ->
                RuleTest.read(
                        RuleMetadata.parse("any/my-rule", RULE),
                        "any/my-rule/tests/one.yml",
                        yaml,
                        DomainPolicies.parse(POLICY),
                        new RuleTestLimits());
        }
    }
}
