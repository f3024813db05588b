package org.sekimori.api.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;

/**
 * A hypothetical decision.
 *
 * @param would the verdict without observation, for an observed domain; null if it is the same
 * @param customer the customer's text; null for an accept
 * @param grant id of the grant that would let it pass; null without one
 * @param home country or network of the account's own home that would let it pass; null without one
 * @param rules rules whose conditions hold, shadow rules included
 * @param asked the inputs; never the account's counts and habits
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HypotheticalDecisionView(
        String account,
        String verdict,
        int code,
        @Nullable String would,
        @Nullable String customer,
        @Nullable String grant,
        @Nullable String home,
        List<String> rules,
        String rulebook,
        String asked) {

    private static final String ASKED =
            "one message to one recipient now, by country, home, grants and hold; counts and habits of the account are not asked";

    static HypotheticalDecisionView of(Decision decision) {
        Decision.Refusal refusal = decision.refusal();
        return new HypotheticalDecisionView(
                decision.account().name(),
                decision.verdict().word(),
                decision.verdict().code(),
                decision.would() == null ? null : decision.would().word(),
                refusal == null || refusal.customer().isEmpty() ? null : refusal.customer(),
                decision.grant(),
                decision.home(),
                decision.findings().stream().map(Finding::rule).distinct().toList(),
                decision.rulebook(),
                ASKED);
    }
}
