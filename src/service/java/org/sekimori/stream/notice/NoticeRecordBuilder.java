package org.sekimori.stream.notice;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds a notice one component at a time; the components are described and checked by {@link NoticeRecord}. */
final class NoticeRecordBuilder {

    private final String key;
    private final String kind;
    private final String to;
    private @Nullable String account;
    private String about = "";
    private NoticeRecord.State state = NoticeRecord.State.DUE;
    private int attempts;
    private Instant at;
    private @Nullable Instant next;
    private Instant since;
    private String reason = "";
    private SortedMap<String, String> facts = new TreeMap<>();

    NoticeRecordBuilder(String key, String kind, String to, Instant at) {
        this.key = key;
        this.kind = kind;
        this.to = to;
        this.at = at;
        since = at;
    }

    NoticeRecordBuilder(NoticeRecord from) {
        key = from.key();
        kind = from.kind();
        to = from.to();
        account = from.account();
        about = from.about();
        state = from.state();
        attempts = from.attempts();
        at = from.at();
        next = from.next();
        since = from.since();
        reason = from.reason();
        facts = from.facts();
    }

    public NoticeRecordBuilder account(@Nullable String value) {
        account = value;
        return this;
    }

    public NoticeRecordBuilder about(String value) {
        about = value;
        return this;
    }

    public NoticeRecordBuilder state(NoticeRecord.State value) {
        state = value;
        return this;
    }

    public NoticeRecordBuilder attempts(int value) {
        attempts = value;
        return this;
    }

    public NoticeRecordBuilder at(Instant value) {
        at = value;
        return this;
    }

    public NoticeRecordBuilder next(@Nullable Instant value) {
        next = value;
        return this;
    }

    public NoticeRecordBuilder since(Instant value) {
        since = value;
        return this;
    }

    public NoticeRecordBuilder reason(String value) {
        reason = value;
        return this;
    }

    public NoticeRecordBuilder facts(SortedMap<String, String> value) {
        facts = value;
        return this;
    }

    /** The notice. */
    public NoticeRecord build() {
        return new NoticeRecord(key, kind, to, account, about, state, attempts, at, next, since, reason, facts);
    }
}
