package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** The relay list and the overrides, and what is said about mistakes in them. */
class RelayAndOverrideListTest {

    private static final ClientAddress SOMEWHERE = ClientAddress.of("1.1.1.1");

    @TempDir
    private Path dir;

    @Test
    void theShippedRelayListKnowsGoogleAndMicrosoft() throws IOException {
        RelayList relays = RelayList.read(Path.of("rules/networks/relays.yml"));

        assertThat(relays.find(ClientAddress.of("209.85.218.41"), null)).isEqualTo("google");
        assertThat(relays.find(ClientAddress.of("2607:f8b0:4864:20::b2f"), null))
                .isEqualTo("google");
        assertThat(relays.find(ClientAddress.of("40.107.55.105"), null)).isEqualTo("microsoft");
        assertThat(relays.find(ClientAddress.of("52.125.138.7"), null)).isEqualTo("outlook_mobile");
        assertThat(relays.find(SOMEWHERE, "mail-ej1-f41.google.com")).isEqualTo("google");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2-54-65-1-2.ap-northeast-1.compute.amazonaws.com",
                "1.2.3.34.bc.googleusercontent.com",
                "vm.japaneast.cloudapp.azure.com"
            })
    void shippedHostsThatAnybodyCanRentAreOff(String hostName) throws IOException {
        assertThat(RelayList.read(Path.of("rules/networks/relays.yml")).find(SOMEWHERE, hostName))
                .isNull();
    }

    /** Mail does not go through it, and its addresses are mapped to the country of the customer (docs/geo.md). */
    @ParameterizedTest
    @ValueSource(strings = {"172.224.226.34", "104.28.100.1", "146.75.130.1", "2a02:26f7:c000::1", "2606:54c0:0:1::1"})
    void iCloudPrivateRelayIsNoRelayOfMail(String address) throws IOException {
        assertThat(RelayList.read(Path.of("rules/networks/relays.yml")).find(ClientAddress.of(address), null))
                .isNull();
    }

    @Test
    void theShippedOverridesAreEmpty() throws IOException {
        assertThat(OverrideList.read(Path.of("rules/networks/overrides.yml")).size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"google.com", "GOOGLE.COM", "google.com.", "mail-ed1-f41.google.com", "a.b.c.google.com"})
    void aVerifiedNameMatchesTheDomainAndWhatIsBelow(String hostName) throws IOException {
        assertThat(google().find(SOMEWHERE, hostName)).isEqualTo("google");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "",
                ".",
                "..",
                "com",
                "notgoogle.com",
                "google.com.example.net",
                "google.co",
                "xgoogle.com.",
                "mail-google.com",
                "google.com..",
                "[209.85.218.41]"
            })
    void otherNamesDoNotMatch(String hostName) throws IOException {
        assertThat(google().find(SOMEWHERE, hostName)).isNull();
    }

    @Test
    void anEndlessNameDoesNotMatch() throws IOException {
        assertThat(google().find(SOMEWHERE, "a.".repeat(100_000) + "google.com"))
                .isNull();
        assertThat(google().find(SOMEWHERE, null)).isNull();
    }

    private RelayList google() throws IOException {
        return RelayList.read(file("relays:\n  - {name: google, host_names: [Google.com]}\n"));
    }

    @Test
    void overridesTakeCountryInternalAndUnknown() throws IOException {
        OverrideList overrides = OverrideList.read(file("""
                overrides:
                  - cidrs: [1.0.0.0/8, 2400:1::/32]
                    origin: NO
                    note: the whole of it
                  - cidrs: 1.2.0.0/16
                    origin: internal
                  - cidrs: 1.2.3.4
                    origin: unknown
                """));

        assertThat(overrides.size()).isEqualTo(3);
        assertThat(at(overrides, "1.9.9.9"))
                .isEqualTo(new Origin.Country("NO", "n", 7, new Origin.Source("override", null)));
        assertThat(at(overrides, "2400:1::9")).isEqualTo(at(overrides, "1.9.9.9"));
        assertThat(at(overrides, "1.2.9.9")).isEqualTo(new Origin.Internal("override", "n"));
        assertThat(at(overrides, "1.2.3.4"))
                .isEqualTo(new Origin.Unknown(
                        "override", "n", AutonomousSystem.of(7), new Origin.Source("override", null)));
        assertThat(overrides.find(ClientAddress.of("2.2.2.2"))).isNull();
    }

    private static Origin at(OverrideList overrides, String address) {
        return Objects.requireNonNull(overrides.find(ClientAddress.of(address)))
                .correction()
                .at("n", AutonomousSystem.of(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"overrides: []", "overrides:", "---\noverrides: []\n", "# only a key\noverrides:\n  # none\n"})
    void anEmptyListIsFine(String text) throws IOException {
        assertThat(OverrideList.read(file(text)).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                            | line 1: expected 'overrides:' at the top
        just text                                                     | line 1: expected 'overrides:' at the top
        relays: []                                                    | line 1: expected 'overrides:' at the top
        overrides: 7                                                  | line 1: expected a list below 'overrides:'
        overrides: []~more: 1                                         | line 2: nothing may follow the list 'overrides'
        overrides: []~---~a: 1                                        | nothing may follow the list 'overrides'
        overrides:~  - 1.2.3.0/24                                     | line 2: expected an entry with the fields cidrs, note, origin
        overrides:~  - {cidrs: 1.0.0.0/8, country: JP}                | line 2: unknown field 'country', expected one of cidrs, note, origin
        overrides:~  - origin: JP                                     | line 2: the entry has no 'cidrs'
        overrides:~  - cidrs: 1.0.0.0/8                               | line 2: the entry has no 'origin'
        overrides:~  - cidrs: 1.0.0.0/8~    origin: UK                | line 3: origin 'UK' is neither
        overrides:~  - cidrs: 1.0.0.0/8~    origin: true              | line 3: origin 'true' is neither
        overrides:~  - cidrs: 1.0.0.0/8~    origin: [JP, US]          | line 3: 'origin' takes one word
        overrides:~  - cidrs: 1.0.0.0/8~    origin: {JP: 1}           | line 3: 'origin' is a word or a list of words
        overrides:~  - origin: JP~    origin: US                      | line 3
        overrides:~  - origin: JP~    cidrs:~      - 1.2.3            | line 4: not an IP address: '1.2.3'
        overrides:~  - origin: JP~    cidrs:~      - 1.2.3.4/8        | line 4: 1.2.3.4 is not the first address
        overrides:~  - origin: JP~    cidrs: [0.0.0.0/0]              | line 3: 0.0.0.0/0 is wider than /8
        overrides:~  - origin: JP~    cidrs: ['::/0']                 | line 3: ::/0 is wider than /16
        overrides:~  - origin: JP~    cidrs: [10.1.0.0/16]            | line 3: 10.1.0.0/16 lies in the special range 'private'
        overrides:~  - origin: JP~    cidrs: [1.0.0.0/8, 1.0.0.0/8]   | line 3: 1.0.0.0/8 stands in line 3 already
        overrides:~  - origin: 'JP                                    | not YAML
        """)
    void aMistakeInTheOverridesIsSaidWithItsLine(String text, String message) throws IOException {
        Path file = file(text.replace('~', '\n'));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OverrideList.read(file))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        relays:~  - host_names: a.example                             | line 2: the entry has no 'name'
        relays:~  - {name: Google, host_names: a.example}             | line 2: name 'Google' must have
        relays:~  - {name: a, host_names: a.example, enabled: maybe}  | line 2: 'enabled' is true or false, not 'maybe'
        relays:~  - name: a                                           | line 2: relay 'a' has neither cidrs nor host_names
        relays:~  - {name: a, host_names: unknown}                    | line 2: host name 'unknown' must be a domain
        relays:~  - {name: a, host_names: com}                        | line 2: host name 'com' must be a domain
        relays:~  - {name: a, host_names: .google.com}                | line 2: host name '.google.com' must be a domain
        relays:~  - {name: a, host_names: '*.google.com'}             | line 2: host name '*.google.com' must be a domain
        relays:~  - {name: a, host_names: a.b}~  - {name: a, host_names: c.d} | line 3: relay 'a' stands twice
        relays:~  - {name: a, host_names: a.b}~  - {name: b, host_names: a.b} | line 3: host name 'a.b' belongs to relay 'a' already
        relays:~  - {name: a, enabled: false, cidrs: 1.2.3}           | line 2: not an IP address
        """)
    void aMistakeInTheRelayListIsSaidWithItsLine(String text, String message) throws IOException {
        Path file = file(text.replace('~', '\n'));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayList.read(file))
                .withMessageContaining(message);
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws IOException {
        Path file = Files.write(dir.resolve("list.yml"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OverrideList.read(file))
                .withMessage("is not UTF-8 text");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("list.yml"), text);
    }
}
