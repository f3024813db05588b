package org.sekimori.archive.lookup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.IpNetwork;

/** Octets that a record must contain to be what is looked for; spares the parsing of nearly all others. */
final class RecordPrefilter {

    /** Of each list one must be there. */
    private final List<List<byte[]>> patterns = new ArrayList<>();

    private RecordPrefilter() {}

    static RecordPrefilter ofDecisions(DecisionCriteria criteria) {
        RecordPrefilter all = new RecordPrefilter();
        all.property("reference", criteria.reference());
        all.property("rule", criteria.rule());
        all.property("verdict", criteria.verdict());
        all.property("country", criteria.country());
        String id = criteria.id();
        if (id != null && plain(id)) {
            all.patterns.add(List.of(octets("id", DecisionCriteria.decisionId(id)), octets("event_id", id)));
        }
        return all;
    }

    static RecordPrefilter ofEvents(DecisionCriteria criteria) {
        RecordPrefilter all = new RecordPrefilter();
        all.property("type", "mail");
        all.property("queue_id", criteria.queueId());
        all.property("message_id", criteria.messageId());
        IpNetwork address = criteria.address();
        if (address != null && address.bits() == 128) {
            all.property("client_address", address.base().text());
        }
        return all;
    }

    private void property(String name, @Nullable String value) {
        if (value != null && plain(value)) {
            patterns.add(List.of(octets(name, value)));
        }
    }

    private static byte[] octets(String name, String value) {
        return ("\"" + name + "\":\"" + value + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether JSON writes it as it is. */
    private static boolean plain(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/');
    }

    /** Whether a record may be what is looked for. */
    boolean matches(byte[] value) {
        for (List<byte[]> alternatives : patterns) {
            boolean found = false;
            for (byte[] pattern : alternatives) {
                found = found || contains(value, pattern);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] value, byte[] part) {
        for (int at = 0; at <= value.length - part.length; at++) {
            if (value[at] == part[0] && Arrays.equals(value, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
