package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.ClientAddress;

class SpecialRangeTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this_network",
        "10.255.255.255, private",
        "172.16.0.0, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "::ffff:192.168.1.1, private",
        "100.64.0.1, cgnat",
        "100.127.255.255, cgnat",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.1.1, link_local",
        "192.0.0.8, reserved",
        "192.88.99.1, reserved",
        "192.0.2.1, documentation",
        "198.51.100.1, documentation",
        "203.0.113.255, documentation",
        "198.18.0.1, benchmark",
        "198.19.255.255, benchmark",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.254, reserved",
        "255.255.255.255, broadcast",
        "::, this_network",
        "::1, loopback",
        "::8.8.8.8, reserved",
        "100::1, discard",
        "2001:2::1, benchmark",
        "2001:20::1, reserved",
        "2001:db8::1, documentation",
        "3fff:fff::1, documentation",
        "5f00::1, reserved",
        "fc00::1, unique_local",
        "fd12:3456::1, unique_local",
        "fe80::1, link_local",
        "fec0::1, private",
        "ff02::1, multicast",
        "4000::1, reserved",
    })
    void specialAddressesAreNamed(String address, String range) {
        assertThat(SpecialRange.of(ClientAddress.of(address))).isEqualTo(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:470::1",
                "2001:db7:ffff::1",
                "2001:db9::1",
                "2400::1",
                "3ffe::1",
                "2002:808:404::1",
                "64:ff9b::8.8.4.4",
                "64:ff9b:1::1",
                "2001:0:4136:e378:8000:63bf:f7f7:fbfb"
            })
    void publicAddressesAndTransitionMechanismsAreNotSpecial(String address) {
        assertThat(SpecialRange.of(ClientAddress.of(address))).isNull();
    }
}
