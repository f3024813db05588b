package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The records of {@code grants}: all grants of an account. */
public final class GrantSetJson {

    private static final String WHAT = "a grant";

    private GrantSetJson() {}

    private record GrantForm(
            String id,
            Instant from,
            Instant until,

            @JsonDeserialize(contentUsing = ColdRecords.StrictText.class) @Nullable
            List<String> countries,

            String openedBy,
            String channel,
            Instant openedAt,
            String reason,
            boolean revoked) {

        static GrantForm of(Grant grant) {
            return new GrantForm(
                    grant.id(),
                    grant.from(),
                    grant.until(),
                    List.copyOf(grant.countries()),
                    grant.openedBy(),
                    grant.channel(),
                    grant.openedAt(),
                    grant.reason(),
                    grant.revoked());
        }

        Grant grant() {
            return new Grant(
                    id,
                    from,
                    until,
                    new TreeSet<>(countries == null ? List.of() : countries),
                    openedBy,
                    channel,
                    openedAt,
                    reason,
                    revoked);
        }
    }

    private record SetForm(@Nullable List<GrantForm> grants) {

        GrantSet set() {
            List<GrantForm> all = grants == null ? List.of() : grants;
            return new GrantSet(all.stream().map(GrantForm::grant).toList());
        }
    }

    public static byte[] write(GrantSet set) {
        return ColdRecords.write(new SetForm(forms(set)));
    }

    /** The property {@code grants} of an object that is being written. */
    static void write(JsonGenerator json, GrantSet set) {
        json.writeName("grants");
        json.writeStartArray();
        forms(set).forEach(form -> ColdRecords.write(json, form));
        json.writeEndArray();
    }

    private static List<GrantForm> forms(GrantSet set) {
        return set.grants().stream().map(GrantForm::of).toList();
    }

    /**
     * Reads what {@link #write(GrantSet)} wrote.
     *
     * @throws UnreadableRecordException if a grant lacks something
     */
    public static GrantSet read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, SetForm.class, WHAT, SetForm::set);
    }

    /** Reads the array that {@link #write(JsonGenerator, GrantSet)} wrote. The parser stands on its opening bracket. */
    static GrantSet read(JsonParser json) {
        List<Grant> grants = new ArrayList<>();
        JsonSupport.elements(
                json, element -> grants.add(ColdRecords.read(element, GrantForm.class, WHAT, GrantForm::grant)));
        return new GrantSet(grants);
    }
}
