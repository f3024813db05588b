package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;

class ContactFileTest {

    @Test
    void badLinesOfContactsAreNamedByNumberAndTheOthersCount() {
        ContactFile.Table table = ContactFile.parse(
                "account,address,language\na@isp.example,a@home.example,ja\nb@isp.example,nonsense,en\n\n"
                        + "c@isp.example,\"c@home.example\"\nd@isp.example,d@home.example\r\n",
                Account.Naming.PLAIN);
        assertThat(table.contacts())
                .containsOnlyKeys(
                        Account.of("a@isp.example"), Account.of("c@isp.example"), Account.of("d@isp.example"));
        assertThat(table.faults()).allSatisfy(fault -> assertThat(fault).doesNotContain("nonsense"));
        assertThat(table.faults().get(0)).startsWith("line 3: the address is not of the form name@domain");
    }
}
