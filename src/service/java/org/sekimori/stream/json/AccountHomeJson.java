package org.sekimori.stream.json;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.IpNetwork;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The records of {@code homes}: the home that an account has of its own. */
public final class AccountHomeJson {

    private AccountHomeJson() {}

    private record Form(
            @JsonDeserialize(contentUsing = ColdRecords.StrictText.class) @Nullable
            List<String> countries,

            @JsonDeserialize(contentUsing = ColdRecords.StrictText.class) @Nullable
            List<String> networks,

            String by,
            Instant since,
            LocalDate review,
            String reason) {

        AccountHomeOverride home() {
            return new AccountHomeOverride(
                    new TreeSet<>(countries == null ? List.of() : countries),
                    networks == null
                            ? List.of()
                            : networks.stream().map(IpNetwork::of).toList(),
                    by,
                    since,
                    review,
                    reason);
        }
    }

    public static byte[] write(AccountHomeOverride home) {
        return ColdRecords.write(new Form(
                List.copyOf(home.countries()),
                home.networks().stream().map(IpNetwork::toString).toList(),
                home.by(),
                home.since(),
                home.review(),
                home.reason()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static AccountHomeOverride read(byte[] bytes) {
        return ColdRecords.read(bytes, Form.class, "a home", Form::home);
    }
}
