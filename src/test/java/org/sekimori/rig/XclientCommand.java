package org.sekimori.rig;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The words of Postfix's XCLIENT command (XCLIENT_README of Postfix). */
final class XclientCommand {

    private XclientCommand() {}

    /** A value of ADDR: an IPv6 address, mapped IPv4 included, needs a prefix. */
    static String address(String ip) {
        return ip.contains(":") ? "IPV6:" + ip : ip;
    }

    /** A value as xtext (RFC 3461 section 4): what is not plain printable ASCII becomes + and two hexadecimal digits. */
    static String xtext(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= '!' && b <= '~' && b != '+' && b != '=';
            text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "+%02X", b));
        }
        return text.toString();
    }
}
