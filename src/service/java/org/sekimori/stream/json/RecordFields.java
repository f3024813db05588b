package org.sekimori.stream.json;

/** Names of the fields of decisions and of mail events on the log, each once: for the codecs and for what looks into records. */
public final class RecordFields {

    public static final String ID = "id";
    public static final String EVENT_ID = "event_id";
    public static final String REFERENCE = "reference";
    public static final String TIME = "time";
    public static final String ACCOUNT = "account";
    public static final String VERDICT = "verdict";
    public static final String TRIGGER = "trigger";
    public static final String WOULD = "would";
    public static final String CODE = "code";
    public static final String ENHANCED_CODE = "enhanced_code";
    public static final String GRANT = "grant";
    public static final String HOME = "home";
    public static final String RULEBOOK = "rulebook";
    public static final String SHADOW = "shadow";
    public static final String FINDINGS = "findings";
    public static final String FLAGS = "flags";
    public static final String SIGNS = "signs";
    public static final String RULE = "rule";
    public static final String VERSION = "version";
    public static final String MODE = "mode";
    public static final String SEVERITY = "severity";
    public static final String EFFECT = "effect";
    public static final String REASON = "reason";
    public static final String EVIDENCE = "evidence";
    public static final String ATTACK = "attack";
    public static final String EXEMPTION = "exemption";
    public static final String COUNTERS = "counters";
    public static final String ACCEPTED_MESSAGES = "accepted_messages";
    public static final String ACCEPTED_RECIPIENTS = "accepted_recipients";
    public static final String REFUSED_MESSAGES = "refused_messages";
    public static final String TEXTS = "texts";
    public static final String CUSTOMER = "customer";
    public static final String ANALYST = "analyst";
    public static final String FIGURES = "figures";
    public static final String KIND = "kind";
    public static final String SERVER = "server";
    public static final String CHANNEL = "channel";
    public static final String CLIENT_ADDRESS = "client_address";
    public static final String CLIENT_NAME = "client_name";
    public static final String HELO = "helo";
    public static final String TLS = "tls";
    public static final String SENDER = "sender";
    public static final String RECIPIENTS = "recipients";
    public static final String RECIPIENT_COUNT = "recipient_count";
    public static final String SIZE = "size";
    public static final String QUEUE_ID = "queue_id";
    public static final String INSTANCE = "instance";
    public static final String MESSAGE_ID = "message_id";
    public static final String STATUS_CODE = "status_code";
    public static final String HISTORY = "history";
    public static final String BEFORE_QUEUE = "before_queue";
    public static final String AFTER_QUEUE = "after_queue";
    public static final String REPORTED_TIME = "reported_time";
    public static final String LOGIN = "login";
    public static final String PUBLISHER = "publisher";
    public static final String ATTEMPT_REQUIRED = "attempt_required";
    public static final String LISTS = "lists";
    public static final String LABELS = "labels";
    public static final String ORIGIN = "origin";
    public static final String COUNTRY = "country";
    public static final String NAME = "name";
    public static final String NETWORK = "network";
    public static final String ASN = "asn";
    public static final String ORGANISATION = "organisation";
    static final String LATITUDE = "latitude";
    static final String LONGITUDE = "longitude";
    static final String RADIUS_KM = "radius_km";
    static final String KINDS = "kinds";
    public static final String DATABASE = "database";
    public static final String BUILT = "built";

    private RecordFields() {}
}
