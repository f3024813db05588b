package org.sekimori.cli.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cli.Sekimori;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** {@code where} without a service: the files in the folders answer. */
class WhereCommandTest {

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void lists() throws IOException {
        Path networks = Files.createDirectories(dir.resolve("rules/networks"));
        Files.writeString(networks.resolve("overrides.yml"), """
                overrides:
                  - cidrs: [91.10.0.0/16]
                    origin: JP
                    note: leased line of the Bonn office
                  - cidrs: 91.11.0.0/16
                    origin: internal
                """);
        Files.writeString(networks.resolve("relays.yml"), """
                relays:
                  - name: google
                    cidrs: [209.85.128.0/17]
                    host_names: [google.com]
                """);
    }

    private int where(String... arguments) {
        List<String> all = new ArrayList<>(List.of("where"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--data",
                dir.resolve("data").toString(),
                "--rules",
                dir.resolve("rules").toString()));
        CommandLine line = Sekimori.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(new String[0]));
    }

    @Test
    void anOverrideIsNamedWithItsNoteAndWhatTheDatabaseSaysAlone() {
        assertThat(where("91.10.20.30")).isZero();

        assertThat(out.toString())
                .startsWith("91.10.20.30 is in JP by the override of 91.10.0.0/16 (leased line of the Bonn office);"
                        + " the database alone says in DE.")
                .contains("AS3320 Deutsche Telekom AG")
                .contains("override 91.10.0.0/16: leased line of the Bonn office")
                .containsPattern("else +DE")
                .contains("(ships with Sekimori)")
                .contains("No service runs over this folder")
                .contains("https://db-ip.com");
    }

    @Test
    void anOverrideToInternalAndARelayByNetworkOrNameAreNamed() {
        assertThat(where("91.11.0.1")).isZero();
        assertThat(where("209.85.128.9")).isZero();
        assertThat(where("91.12.0.1", "--name", "mail-ej1-f41.google.com")).isZero();

        assertThat(out.toString())
                .contains("91.11.0.1 is internal by the override of 91.11.0.0/16")
                .contains("209.85.128.9 belongs to the relay 'google'")
                .contains("91.12.0.1 belongs to the relay 'google'");
    }

    @Test
    void asJsonItHasTheFieldsOfTheApi() {
        assertThat(where("2002:5b0a:141e::1", "--json")).isZero();

        assertThat(JsonMapper.shared().readTree(out.toString()).path("inside").asString())
                .isEqualTo("91.10.20.30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "localhost", "192.0.2.0/24", "", "1.2.3.4.5", "::g", "\u001b[31m"})
    void whatIsNoAddressIsRefusedInOneLine(String address) {
        assertThat(where(address)).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("sekimori: address: ")
                .contains("give an IPv4 or IPv6 address")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void withAnAccountAServiceIsNeeded() {
        assertThat(where("91.10.20.30", "--account", "alice@isp.example")).isEqualTo(1);

        assertThat(err.toString()).contains("no Sekimori runs over");
    }

    @Test
    void aBrokenListIsSaidWithItsLine() throws IOException {
        Files.writeString(dir.resolve("rules/networks/overrides.yml"), "overrides:\n  - cidrs: [91.10.0.0/16]\n");

        assertThat(where("91.10.20.30")).isEqualTo(1);

        assertThat(err.toString()).contains("overrides.yml").contains("line 2");
    }
}
