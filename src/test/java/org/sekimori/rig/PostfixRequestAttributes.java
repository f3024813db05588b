package org.sekimori.rig;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Requests as Postfix 3.7 writes them (SMTPD_POLICY_README): 29 attributes, always all of them, always in this order. */
public final class PostfixRequestAttributes {

    private static final AtomicLong MESSAGES = new AtomicLong();

    private PostfixRequestAttributes() {}

    /**
     * Attributes of the end of a small message from alice@isp.example at 203.0.113.7 to one recipient, in wire order.
     * Every call is another message: {@code instance} and {@code queue_id} are new.
     *
     * @param changes attributes with other values; names that Postfix 3.7 does not know come last
     */
    public static Map<String, String> attributes(Map<String, String> changes) {
        long message = MESSAGES.incrementAndGet();
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "request=smtpd_access_policy", "protocol_state=END-OF-MESSAGE", "protocol_name=ESMTP");
        put(all, "client_address=203.0.113.7", "client_name=unknown", "client_port=39402");
        put(all, "reverse_client_name=unknown", "server_address=127.0.0.1", "server_port=587");
        put(all, "helo_name=laptop.client.example");
        put(all, "sender=alice@isp.example", "recipient=bob@example.org", "recipient_count=1");
        put(all, "queue_id=4jZ3RH%09d".formatted(message), "instance=481c.6b0646eb.efc9d.%d".formatted(message));
        put(all, "size=246", "etrn_domain=", "stress=");
        put(all, "sasl_method=PLAIN", "sasl_username=alice@isp.example", "sasl_sender=");
        put(all, "ccert_subject=", "ccert_issuer=", "ccert_fingerprint=", "ccert_pubkey_fingerprint=");
        put(all, "encryption_protocol=", "encryption_cipher=", "encryption_keysize=0", "policy_context=");
        all.putAll(changes);
        return all;
    }

    /** Attributes as bytes on the wire: a line each, in the order of the map, then an empty line. */
    public static byte[] wire(Map<String, String> attributes) {
        StringBuilder text = new StringBuilder();
        attributes.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, String> all, String... attributes) {
        for (String attribute : attributes) {
            int sign = attribute.indexOf('=');
            all.put(attribute.substring(0, sign), attribute.substring(sign + 1));
        }
    }
}
