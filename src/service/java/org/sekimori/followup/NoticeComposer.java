package org.sekimori.followup;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHoldPeriod;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.followup.channels.DeskAlert;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.SmtpMailer;
import org.sekimori.followup.contacts.Contact;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.text.LocalizedTimeText;

/** Composes notices from outbox records and cases. */
final class NoticeComposer {

    /** Display name of the sender of mails to the abuse team. */
    private static final String DESK_NAME = "Sekimori";

    private final FollowupSettings settings;
    private final NoticeTextProvider wording;
    private final AccountStatus status;
    private final OwnerQuestionTokens tokens;

    NoticeComposer(
            FollowupSettings settings, NoticeTextProvider wording, AccountStatus status, OwnerQuestionTokens tokens) {
        this.settings = settings;
        this.wording = wording;
        this.status = status;
        this.tokens = tokens;
    }

    /** The mail to a customer; empty if its subject is obsolete. */
    Optional<SmtpMailer.Mail> customer(NoticeRecord entry, NoticeKind kind, Contact contact, Instant now) {
        Account account = Account.of(String.valueOf(entry.account()));
        Locale language = contact.language() == null ? wording.language(account) : contact.language();
        Map<String, String> values = new HashMap<>(entry.facts());
        if (isAboutCase(kind)) {
            Case one = theCase(entry);
            if (one == null || outdated(kind, CaseHoldPeriod.of(one))) {
                return Optional.empty();
            }
            values.putAll(values(one, language, wording.zone(account)));
        }
        if (kind == NoticeKind.ACCOUNT_HELD) {
            values.put("time", LocalizedTimeText.full(heldAt(entry), language, wording.zone(account)));
        }
        shownTimes(values, language, wording.zone(account));
        values.put("country", countryName(values.getOrDefault("country", ""), language));
        if (kind == NoticeKind.WAS_THIS_YOU) {
            values.put("link", link(account, entry, language, now));
        }
        NoticeTextProvider.Text text = wording.text(kind.text(false), language, account, values);
        return Optional.of(new SmtpMailer.Mail(
                NoticeKeys.id(entry.key()),
                wording.provider(account, language),
                List.of(contact.address()),
                text.subject(),
                text.body(),
                language,
                now));
    }

    /** The mail to the abuse team. */
    SmtpMailer.Mail desk(DeskAlert alert) {
        return new SmtpMailer.Mail(
                alert.id(),
                DESK_NAME,
                settings.desk(),
                alert.title(),
                alert.text(),
                settings.deskLanguage(),
                alert.time());
    }

    /** The alert to the abuse team; empty if its subject is obsolete. */
    Optional<DeskAlert> alert(NoticeRecord entry, NoticeKind kind, Instant now) {
        Locale language = settings.deskLanguage();
        @Nullable Account account = entry.account() == null ? null : Account.of(entry.account());
        ZoneId zone = account == null ? ZoneOffset.UTC : wording.zone(account);
        @Nullable Case one = isAboutCase(kind) ? theCase(entry) : null;
        if (isAboutCase(kind) && one == null) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>(entry.facts());
        values.put("rule", entry.about());
        if (one != null) {
            values.putAll(values(one, language, zone));
        }
        NoticeTextProvider.Text text = wording.text(kind.text(true), language, account, values);
        TreeMap<String, String> facts = new TreeMap<>(entry.facts());
        facts.remove("list");
        if (kind == NoticeKind.RULE_IMPRECISE) {
            facts.put("rule", entry.about());
        }
        if (kind == NoticeKind.NO_CONTACT) {
            facts.put("customer", "no safe contact, telephone");
        }
        String id = NoticeKeys.id(entry.key());
        return Optional.of(new DeskAlert(
                kind, id, one == null ? id : one.id(), now, entry.account(), one, text.subject(), text.body(), facts));
    }

    private static boolean isAboutCase(NoticeKind kind) {
        return switch (kind) {
            case CASE_OPENED, ACCOUNT_HELD, RELEASED, CASE_CLOSED, NO_CONTACT -> true;
            case WAS_THIS_YOU, GRANT_ENDING, DIGEST, RULE_IMPRECISE -> false;
        };
    }

    /** Whether a notice became outdated while it waited; another notice then has the current state. */
    private static boolean outdated(NoticeKind kind, CaseHoldPeriod hold) {
        return switch (kind) {
            case CASE_OPENED, RELEASED, CASE_CLOSED -> hold.active();
            case ACCOUNT_HELD -> !hold.active();
            default -> false;
        };
    }

    private Instant heldAt(NoticeRecord entry) {
        Case one = theCase(entry);
        Instant held = one == null ? null : CaseHoldPeriod.of(one).since();
        return held == null ? entry.since() : held;
    }

    private @Nullable Case theCase(NoticeRecord entry) {
        return status.cases(Account.of(String.valueOf(entry.account())))
                .find(entry.about())
                .orElse(null);
    }

    private static Map<String, String> values(Case one, Locale language, ZoneId zone) {
        return Map.of(
                "case", one.id(),
                "reference", one.reference().isEmpty() ? "-" : one.reference(),
                "severity", one.severity().word(),
                "state", one.state().word(),
                "rules", String.join(", ", one.ruleIds()),
                "count", Long.toString(one.messagesOut()),
                "quarantined", Long.toString(one.quarantined()),
                "time", LocalizedTimeText.full(one.openedAt(), language, zone));
    }

    private static void shownTimes(Map<String, String> values, Locale language, ZoneId zone) {
        for (String name : List.of("time", "until")) {
            String value = values.get(name);
            if (value != null && value.endsWith("Z")) {
                values.put(name, LocalizedTimeText.full(Instant.parse(value), language, zone));
            }
        }
    }

    private static String countryName(String country, Locale language) {
        return country.isEmpty()
                ? ""
                : new Locale.Builder().setRegion(country).build().getDisplayCountry(language);
    }

    private String link(Account account, NoticeRecord entry, Locale language, Instant now) {
        if (settings.publicUrl() == null) {
            return wording.contact(account, language);
        }
        Map<String, String> facts = entry.facts();
        return settings.publicUrl()
                + "/asked/"
                + tokens.write(new Question(
                        account,
                        facts.getOrDefault("reference", ""),
                        facts.getOrDefault("country", ""),
                        facts.getOrDefault("network", ""),
                        Instant.parse(facts.getOrDefault("time", entry.since().toString())),
                        now.plus(OwnerQuestionTokens.VALID),
                        language));
    }
}
