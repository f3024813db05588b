package org.sekimori.api.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseTransitions;

/**
 * The steps before an account's release, in order, and whether it may be released now.
 *
 * @param steps first the device, then the password, then the release
 * @param release whether it may be released without a person's statement
 */
record ReleaseChecklistView(List<Step> steps, Release release) {

    /**
     * One step.
     *
     * @param step a word for programs
     * @param title for people
     * @param doneAt when it was done; of a password, only if the device was clean then
     * @param todo instruction, for the next step only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            String step,
            String title,
            @JsonProperty("done_at") @Nullable String doneAt,
            @JsonProperty("to_do") @Nullable String todo) {

        private Step todo(String what) {
            return new Step(step, title, doneAt, what);
        }
    }

    /**
     * Whether a release needs no person's statement.
     *
     * @param whyNot one sentence; null if it is allowed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Release(
            boolean allowed,
            @JsonProperty("why_not") @Nullable String whyNot) {}

    static ReleaseChecklistView of(Case one) {
        CaseProgress done = one.progress();
        List<Step> steps = new ArrayList<>(List.of(
                step("clean_device", "Clean the device", done.cleanedAt()),
                step("change_password", "Then change the password", done.proven() ? done.passwordChangedAt() : null),
                step("release", "Then release the account", done.releasedAt())));
        // A release by a person's statement skips steps, which are not due any more.
        if (done.releasedAt() == null && one.state() != State.CLOSED) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).doneAt() == null) {
                    steps.set(i, steps.get(i).todo(todo(i, done)));
                    break;
                }
            }
        }
        return new ReleaseChecklistView(steps, release(one));
    }

    private static Step step(String word, String title, @Nullable Instant at) {
        return new Step(word, title, at == null ? null : at.toString(), null);
    }

    private static String todo(int step, CaseProgress done) {
        return switch (step) {
            case 0 ->
                "have the customer clean the device, or find the leak elsewhere, then move the case to cleaned"
                        + (done.passwordChangedAt() == null
                                ? ""
                                : "; the password that was changed at " + done.passwordChangedAt()
                                        + " has to be changed once more after that");
            case 1 ->
                "have the password changed on the clean device, then move the case to password_changed;"
                        + " an event password_changed of the provider's systems does the same";
            default -> "release the account";
        };
    }

    private static Release release(Case one) {
        String whyNot =
                switch (one.state()) {
                    case CLOSED -> "the case is closed";
                    case RELEASED, WATCHED -> "the account has been released";
                    default -> CaseTransitions.releaseProblem(one, false);
                };
        return new Release(whyNot.isEmpty(), whyNot.isEmpty() ? null : whyNot);
    }
}
