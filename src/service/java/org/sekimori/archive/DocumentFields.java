package org.sekimori.archive;

/**
 * Names of the fields of documents, each once: for what makes documents, reads them, and searches them. {@code fields.yml} says
 * what each means, and the mapping is made from it.
 */
public final class DocumentFields {

    public static final String TIMESTAMP = "@timestamp";
    public static final String ECS_VERSION = "ecs.version";
    public static final String EVENT_DATASET = "event.dataset";
    public static final String EVENT_MODULE = "event.module";
    public static final String EVENT_KIND = "event.kind";
    public static final String EVENT_CATEGORY = "event.category";
    public static final String EVENT_TYPE = "event.type";
    public static final String EVENT_ACTION = "event.action";
    public static final String EVENT_OUTCOME = "event.outcome";
    public static final String EVENT_ID = "event.id";
    public static final String EVENT_REASON = "event.reason";
    public static final String EVENT_SEVERITY = "event.severity";
    public static final String EVENT_CREATED = "event.created";
    public static final String EVENT_INGESTED = "event.ingested";
    public static final String EVENT_START = "event.start";
    public static final String EVENT_END = "event.end";
    public static final String EVENT_DURATION = "event.duration";
    public static final String USER_NAME = "user.name";
    public static final String USER_DOMAIN = "user.domain";
    public static final String RELATED_USER = "related.user";
    public static final String RELATED_IP = "related.ip";
    public static final String RELATED_HOSTS = "related.hosts";
    public static final String SOURCE_IP = "source.ip";
    public static final String SOURCE_DOMAIN = "source.domain";
    public static final String SOURCE_GEO_COUNTRY_ISO_CODE = "source.geo.country_iso_code";
    public static final String SOURCE_GEO_LOCATION = "source.geo.location";
    public static final String SOURCE_AS_NUMBER = "source.as.number";
    public static final String SOURCE_AS_ORGANIZATION_NAME = "source.as.organization.name";
    public static final String OBSERVER_NAME = "observer.name";
    public static final String TLS_ESTABLISHED = "tls.established";
    public static final String TLS_VERSION_PROTOCOL = "tls.version_protocol";
    public static final String TLS_VERSION = "tls.version";
    public static final String EMAIL_DIRECTION = "email.direction";
    public static final String EMAIL_SENDER_ADDRESS = "email.sender.address";
    public static final String EMAIL_LOCAL_ID = "email.local_id";
    public static final String EMAIL_MESSAGE_ID = "email.message_id";
    public static final String RULE_ID = "rule.id";
    public static final String RULE_VERSION = "rule.version";
    public static final String RULE_RULESET = "rule.ruleset";
    public static final String DECISION_ID = "sekimori.decision.id";
    public static final String REFERENCE = "sekimori.reference";
    public static final String VERDICT = "sekimori.verdict";
    public static final String WOULD = "sekimori.would";
    public static final String SMTP_CODE = "sekimori.smtp.code";
    public static final String SMTP_ENHANCED_CODE = "sekimori.smtp.enhanced_code";
    public static final String FLAGS = "sekimori.flags";
    public static final String SHADOW_RULES = "sekimori.shadow_rules";
    public static final String FINDINGS_RULE = "sekimori.findings.rule";
    public static final String CANDIDATE_RULEBOOK = "sekimori.candidate.rulebook";
    public static final String CANDIDATE_VERDICT = "sekimori.candidate.verdict";
    public static final String CANDIDATE_FLAGS = "sekimori.candidate.flags";
    public static final String CANDIDATE_FLAGS_DROPPED = "sekimori.candidate.flags_dropped";
    public static final String CANDIDATE_RULES = "sekimori.candidate.rules";
    public static final String ORIGIN_KIND = "sekimori.origin.kind";
    public static final String ORIGIN_NETWORK = "sekimori.origin.network";
    public static final String ORIGIN_NAME = "sekimori.origin.name";
    public static final String ORIGIN_UNKNOWN_REASON = "sekimori.origin.unknown_reason";
    public static final String ORIGIN_DATABASE_NAME = "sekimori.origin.database.name";
    public static final String ORIGIN_DATABASE_BUILT = "sekimori.origin.database.built";
    public static final String ORIGIN_DATABASE_AGE = "sekimori.origin.database.age";
    public static final String MESSAGE_CHANNEL = "sekimori.message.channel";
    public static final String MESSAGE_SIZE = "sekimori.message.size";
    public static final String MESSAGE_RECIPIENT_COUNT = "sekimori.message.recipient_count";
    public static final String MESSAGE_RECIPIENT_DOMAINS = "sekimori.message.recipient_domains";
    public static final String MESSAGE_HELO = "sekimori.message.helo";
    public static final String MESSAGE_LOGIN = "sekimori.message.login";
    public static final String MESSAGE_INSTANCE = "sekimori.message.instance";
    public static final String GRANT_ID = "sekimori.grant.id";
    public static final String HOME = "sekimori.home";
    public static final String GRANT_COUNTRIES = "sekimori.grant.countries";
    public static final String GRANT_OPENED_BY = "sekimori.grant.opened_by";
    public static final String GRANT_CHANNEL = "sekimori.grant.channel";
    public static final String GRANT_REVOKED = "sekimori.grant.revoked";
    public static final String CASE_ID = "sekimori.case.id";
    public static final String CASE_STATE = "sekimori.case.state";
    public static final String CASE_VERSION = "sekimori.case.version";
    public static final String CASE_OPEN = "sekimori.case.open";
    public static final String CASE_OUTCOME = "sekimori.case.outcome";
    public static final String CASE_ASSIGNEE = "sekimori.case.assignee";
    public static final String CASE_REOPENED = "sekimori.case.reopened";
    public static final String CASE_SEVERITY = "sekimori.case.severity";
    public static final String CASE_FLAGS = "sekimori.case.flags";
    public static final String CASE_MESSAGES_OUT = "sekimori.case.messages_out";
    public static final String CASE_RECIPIENTS_OUT = "sekimori.case.recipients_out";
    public static final String CASE_NOTIFIED_AT = "sekimori.case.notified_at";
    public static final String CASE_HELD_AT = "sekimori.case.held_at";
    public static final String CASE_CLEANED_AT = "sekimori.case.cleaned_at";
    public static final String CASE_PASSWORD_CHANGED_AT = "sekimori.case.password_changed_at";
    public static final String CASE_RELEASED_AT = "sekimori.case.released_at";
    public static final String CASE_WATCH_UNTIL = "sekimori.case.watch_until";
    public static final String CASE_CLOSED_AT = "sekimori.case.closed_at";
    public static final String CASE_CLOSED_BY = "sekimori.case.closed_by";
    public static final String CASE_TIME_TO_FLAG = "sekimori.case.time_to_flag";
    public static final String CASE_TIME_TO_HOLD = "sekimori.case.time_to_hold";
    public static final String CASE_TIME_TO_RELEASE = "sekimori.case.time_to_release";
    public static final String AUDIT_BY = "sekimori.audit.by";
    public static final String AUDIT_COUNTRY = "sekimori.audit.country";
    public static final String AUDIT_ACTUAL_COUNTRY = "sekimori.audit.actual_country";
    public static final String DEAD_LETTER_SOURCE = "sekimori.dead_letter.source";
    public static final String DEAD_LETTER_ORIGIN = "sekimori.dead_letter.origin";
    public static final String DEAD_LETTER_PAYLOAD = "sekimori.dead_letter.payload";
    public static final String ANSWER_SOURCE = "sekimori.answer.source";
    public static final String ANSWER_DOOR = "sekimori.answer.door";
    public static final String ANSWER_TOOK = "sekimori.answer.took";
    public static final String DELAY_ARRIVAL = "sekimori.delay.arrival";
    public static final String DELAY_DECISION = "sekimori.delay.decision";
    public static final String DELAY_ARCHIVE = "sekimori.delay.archive";
    public static final String LOG_PARTITION = "sekimori.log.partition";
    public static final String LOG_OFFSET = "sekimori.log.offset";

    // Groups that are written or read as a whole.
    public static final String FINDINGS = "sekimori.findings";
    public static final String COUNTERS = "sekimori.counters";
    public static final String FIGURES = "sekimori.figures";
    public static final String TEXTS = "sekimori.texts";
    public static final String CANDIDATE = "sekimori.candidate";
    public static final String ORIGIN_DATABASE = "sekimori.origin.database";
    public static final String TLS = "tls";

    private DocumentFields() {}
}
