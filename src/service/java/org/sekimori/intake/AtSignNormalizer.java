package org.sekimori.intake;

import java.util.regex.Pattern;

/** Finds at signs in any spelling: dead letters come from logs, forms and scripts that escape them in different ways. */
final class AtSignNormalizer {

    private static final Pattern OTHER_WAYS = Pattern.compile(
            String.join(
                    "|",
                    // full width and small form (Unicode FF20, FE6B), from East Asian keyboards, and their JSON
                    "[\uff20\ufe6b]",
                    "\\\\u(?:0040|ff20|fe6b)",
                    "\\\\x40",
                    // URL and form encoding (RFC 3986), once or more often
                    "%(?:25)*(?:40|ef%(?:25)*bc%(?:25)*a0)",
                    // HTML
                    "&(?:amp;)*(?:#0*64(?![0-9])|#x0*40(?![0-9a-f])|commat(?![a-z]));?",
                    // UTF-7 (RFC 2152)
                    "\\+AEA-?",
                    // quoted-printable (RFC 2045), only before a domain: size=4096 is not one
                    "=40(?=[a-z0-9-]++\\.[a-z])"),
            Pattern.CASE_INSENSITIVE);

    private AtSignNormalizer() {}

    /** The text with a plain {@code @} for each of them. */
    static String plain(String text) {
        return OTHER_WAYS.matcher(text).replaceAll("@");
    }
}
