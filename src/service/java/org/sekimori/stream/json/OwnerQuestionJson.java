package org.sekimori.stream.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.mail.Account;

/** The records of {@code questions}: refusals about which the owner should be asked. */
public final class OwnerQuestionJson {

    private OwnerQuestionJson() {}

    private record Form(
            String account,
            Instant time,
            String reference,
            String country,
            String network,
            @Nullable String address) {

        OwnerQuestionRaised question() {
            return new OwnerQuestionRaised(Account.of(account), time, reference, country, network, address);
        }
    }

    public static byte[] write(OwnerQuestionRaised question) {
        return ColdRecords.write(new Form(
                question.account().name(),
                question.time(),
                question.reference(),
                question.country(),
                question.network(),
                question.address()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static OwnerQuestionRaised read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, Form.class, "a question", Form::question);
    }
}
