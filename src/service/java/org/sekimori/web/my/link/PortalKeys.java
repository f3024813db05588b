package org.sekimori.web.my.link;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that the portal and this service share, by name. To change the key, put the new one on the first line, give it to the portal, and
 * take the old one out. Messages never contain a key.
 */
public final class PortalKeys {

    static final int LEAST_BYTES = 32;
    private static final int MOST_BYTES = 128;
    private static final int MOST_KEYS = 4;

    private final Map<String, byte[]> byName;

    private PortalKeys(Map<String, byte[]> byName) {
        this.byName = byName;
    }

    /**
     * Reads lines of a name and a key of 32 to 128 bytes in hexadecimal digits, such as {@code 2026-11 9f86d0…}. Blank lines, and those that
     * begin with {@code #}, are ignored.
     *
     * @throws IllegalArgumentException naming the line at fault, without its content
     */
    public static PortalKeys parse(String text) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", -1);
            if (parts.length != 2 || !parts[0].matches("[A-Za-z0-9._-]{1,40}")) {
                throw new IllegalArgumentException(
                        "line " + number + " must have a name and a key, such as '2026-11 ' and what"
                                + " 'openssl rand -hex 32' prints");
            }
            if (keys.put(parts[0], key(parts[1], number)) != null) {
                throw new IllegalArgumentException("line " + number + " has the name of an earlier line");
            }
        }
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("must have from 1 to " + MOST_KEYS + " keys, each on a line of its own");
        }
        return new PortalKeys(keys);
    }

    private static byte[] key(String hex, int line) {
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            if (key.length >= LEAST_BYTES && key.length <= MOST_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the line's content.
        }
        throw new IllegalArgumentException("line " + line + " is no key: it must have from " + LEAST_BYTES + " to "
                + MOST_BYTES + " bytes in hexadecimal digits, as 'openssl rand -hex 32' prints them");
    }

    /** Whether a token is signed with one of the keys by HMAC-SHA-256: by the one that it names, or else by any. */
    boolean signed(SignedJWT token) throws JOSEException {
        JWSHeader header = token.getHeader();
        // Never the token's choice: "none", or a weaker algorithm, is not ours.
        if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
            return false;
        }
        @Nullable String name = header.getKeyID();
        boolean right = false;
        for (Map.Entry<String, byte[]> key : byName.entrySet()) {
            right |= (name == null || name.equals(key.getKey())) && token.verify(new MACVerifier(key.getValue()));
        }
        return right;
    }

    /** A token with these claims, signed with the first key. */
    String sign(JWTClaimsSet claims) {
        Map.Entry<String, byte[]> first = byName.entrySet().iterator().next();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(first.getKey()).build(), claims);
        try {
            token.sign(new MACSigner(first.getValue()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of this length signs", e);
        }
    }
}
