package org.sekimori.followup.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;

class CsvContactSourceTest {

    @Test
    void badLinesOfContactsAreNamedByNumberAndTheOthersCount() {
        CsvContactSource.Table table = CsvContactSource.parse(
                "account,address,language\na@isp.example,a@home.example,ja\nb@isp.example,nonsense,en\n\n"
                        + "c@isp.example,\"c@home.example\"\nd@isp.example,d@home.example\r\n",
                Account.LoginNormalizer.PLAIN);
        assertThat(table.contacts())
                .containsOnlyKeys(
                        Account.of("a@isp.example"), Account.of("c@isp.example"), Account.of("d@isp.example"));
        assertThat(table.faults()).allSatisfy(fault -> assertThat(fault).doesNotContain("nonsense"));
        assertThat(table.faults().get(0)).startsWith("line 3: the address is not of the form name@domain");
    }

    @Test
    void aFieldOverSeveralLinesIsOneFieldAndLaterLinesKeepTheirNumbers() {
        CsvContactSource.Table table = CsvContactSource.parse(
                "account,note,address\na@isp.example,\"first\nsecond, \"\"third\"\"\",a@home.example\n"
                        + "b@isp.example,,nonsense\n",
                Account.LoginNormalizer.PLAIN);
        assertThat(table.contacts()).containsOnlyKeys(Account.of("a@isp.example"));
        assertThat(table.faults()).hasSize(1);
        assertThat(table.faults().get(0)).startsWith("line 4: ");
    }

    /** Otherwise everybody below it could not be reached any more. */
    @Test
    void aQuotationMarkThatIsNotClosedCostsOneContact() {
        CsvContactSource.Table table = CsvContactSource.parse(
                "account,address\na@isp.example,\"a@home.example\nb@isp.example,b@home.example\n"
                        + "c@isp.example,\"c@home.example\"\n",
                Account.LoginNormalizer.PLAIN);
        assertThat(table.contacts()).containsOnlyKeys(Account.of("b@isp.example"), Account.of("c@isp.example"));
        assertThat(table.faults()).hasSize(1);
        assertThat(table.faults().get(0)).startsWith("line 2: a quotation mark");
    }

    /** The lines between are not read as rows: a customer's note could else become the contact of another. */
    @Test
    void aRowOverSeveralLinesThatCannotBeUsedSaysThatTheyAreLostWithIt() {
        CsvContactSource.Table table = CsvContactSource.parse(
                "account,address\na@isp.example,\"a@home.example\nb@isp.example,b@home.example\n"
                        + "c@isp.example,c@home.example\"\nd@isp.example,d@home.example\n",
                Account.LoginNormalizer.PLAIN);
        assertThat(table.contacts()).containsOnlyKeys(Account.of("d@isp.example"));
        assertThat(table.faults()).singleElement(STRING).startsWith("line 2: ").contains("the lines that follow");
    }

    private final Account alice = Account.of("alice@isp.example");
    private Instant now = Instant.parse("2026-06-01T09:00:00Z");

    private CsvContactSource opened(Path file) {
        InstantSource source = () -> now;
        return new CsvContactSource(file, Account.LoginNormalizer.PLAIN, source.withZone(ZoneOffset.UTC));
    }

    /** Each is a step of somebody's editor, of a copy under way, or of a full disk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account,\"address,language\nalice@isp.example,alice@home.example,en\n",
                "account;address;language\nalice@isp.example;alice@home.example;en\n",
                "name,mail\nalice@isp.example,alice@home.example\n",
                "account,address\nalice@isp.example,nonsense\n",
                "\u00ff\u00fea\u0000c\u0000",
            })
    void aFileOfWhichNothingCanBeUsedLeavesWhatWasReadBefore(String bad, @TempDir Path folder) throws Exception {
        String good = "account,address,language\nalice@isp.example,alice@home.example,en\n";
        Path file = Files.writeString(folder.resolve("contacts.csv"), good);
        CsvContactSource contacts = opened(file);
        assertThat(contacts.find(alice)).isPresent();

        Files.write(file, bad.getBytes(StandardCharsets.ISO_8859_1));
        now = now.plusSeconds(2);
        assertThat(contacts.find(alice)).isPresent();
        assertThat(contacts.problem()).startsWith(file.toString()).doesNotContain("home.example", "nonsense");

        Files.writeString(file, good.replace("alice@home", "alice@office"));
        now = now.plusSeconds(2);
        assertThat(contacts.find(alice))
                .hasValueSatisfying(contact -> assertThat(contact.address()).isEqualTo("alice@office.example"));
        assertThat(contacts.problem()).isEmpty();
    }

    @Test
    void aFileThatGoesBadShowsItsProblemThoughNobodyAsksForAContact(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("contacts.csv"), "account,address\nalice@isp.example,alice@home.example\n");
        CsvContactSource contacts = opened(file);
        assertThat(contacts.find(alice)).isPresent();

        Files.writeString(file, "account,\"address\n");
        now = now.plusSeconds(2);
        assertThat(contacts.problem()).contains("contacts.csv: line 1: a quotation mark");
    }

    /** Taken for a file without contacts, it would tell the desk to telephone everybody, for good. */
    @Test
    void aFileThatWasNeverGoodMakesNoticesWait(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("contacts.csv"), "account,\"address\n");
        CsvContactSource contacts = opened(file);
        assertThatThrownBy(() -> contacts.find(alice))
                .isInstanceOf(ContactSource.UnavailableException.class)
                .hasMessageContaining("quotation mark");

        Files.writeString(file, "account,address\n");
        now = now.plusSeconds(2);
        assertThat(contacts.find(alice)).isEmpty();
    }
}
