package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "[192.0.2.1], 192.0.2.1",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::FFFF:102:304, 1.2.3.4",
        "[IPv6:::ffff:1.2.3.4], 1.2.3.4",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8::1, 2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "IPv6:2001:db8::1, 2001:db8::1",
        "ipv6:2001:db8::1, 2001:db8::1",
        "[IPv6:2001:db8::1], 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:0:1:1:1:1:0:0, ::1:1:1:1:0:0",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    })
    void literalsAreWrittenInTheirCanonicalForm(String literal, String canonical) {
        ClientAddress address = ClientAddress.of(literal);

        assertThat(address.text()).isEqualTo(canonical);
        assertThat(ClientAddress.of(canonical)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[",
                "]",
                "IPv6:",
                "[IPv6:]",
                "unknown",
                "localhost",
                "example.com",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3.4",
                "1..2.3",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.+4",
                "0x7f.1",
                "0x7f.0.0.1",
                "2130706433",
                "017700000001",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.4000000000",
                "1.2.3.4:25",
                "[1.2.3.4]:25",
                "[1.2.3.4",
                "1.2.3.4]",
                "[[1.2.3.4]]",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4\n",
                "1.2.3.4/24",
                "IPv6:1.2.3.4",
                "\u0661.2.3.4",
                "\uff11.2.3.4",
                "1.2.3.4\u0000",
                "fe80::1%eth0",
                "fe80::1%25eth0",
                "[2001:db8::1]:25",
                ":",
                ":::",
                "::::",
                "1:::2",
                "1::2::3",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.256",
                "::01.2.3.4",
                "2001:db8::1/64",
                "2001:db8::\u0661",
                "IPv6:IPv6:::1",
                "::ffff:1.2.3.4%1"
            })
    void whatIsNotAnAddressIsRefused(String literal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.of(literal))
                .withMessageStartingWith("not an IP address: '");
    }

    @Test
    void aLongLiteralIsRefusedWithAShortMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.of("1".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150));
    }

    @Test
    void theMessageCannotForgeALineOfALog() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.of("1.2.3.4\r\nINFO ok\u001b[2J"))
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"));
    }

    @Test
    void randomTextIsAnAddressOrRefusedAndNothingElse() {
        Random random = new Random(7);
        String alphabet = "0123456789abcdefABCDEF:::::....[]%/xIPv6 \u0000\u0661";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                ClientAddress address = ClientAddress.of(text.toString());
                assertThat(ClientAddress.of(address.text())).isEqualTo(address);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void everyAddressSurvivesItsText() throws UnknownHostException {
        Random random = new Random(8);
        for (int i = 0; i < 100_000; i++) {
            // Few bits, so that runs of zero groups of every length come up.
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            ClientAddress address = i % 3 == 0 ? ClientAddress.ofIpv4(low) : new ClientAddress(high, low);

            assertThat(ClientAddress.of(address.text())).isEqualTo(address);
            assertThat(InetAddress.getByName(address.text())).isEqualTo(address.toInetAddress());
        }
    }

    private static long mask(Random random) {
        long mask = 0;
        for (int i = 0; i < 4; i++) {
            mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
        }
        return mask;
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.4.4, 8.8.4.0/24",
        "::ffff:8.8.4.4, 8.8.4.0/24",
        "2400:4050:1:2::3, 2400:4050:1::/48",
        "2400::1, 2400::/48",
        "::1, ::/48",
    })
    void theNetworkIsATwentyFourOrAFortyEight(String literal, String network) {
        assertThat(ClientAddress.of(literal).network()).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "2002:808:404::1, 8.8.4.4",
        "64:ff9b::8.8.4.4, 8.8.4.4",
        "2001:0:4136:e378:8000:63bf:f7f7:fbfb, 8.8.4.4",
    })
    void theClientInsideATransitionAddressIsDecoded(String literal, String client) {
        assertThat(ClientAddress.of(literal).embedded()).isEqualTo(ClientAddress.of(client));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.4.4", "2001:db8::1", "2001:1::1", "64:ff9b:1::808:404", "64:ff9b::1:0:0"})
    void otherAddressesCarryNoClient(String literal) {
        assertThat(ClientAddress.of(literal).embedded()).isNull();
    }
}
