package org.sekimori.rules.text;

import org.sekimori.cases.CaseSet;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;

/**
 * A submission that a rule refused: the input of the customer's text.
 *
 * @param rule id of the rule
 * @param event the submission
 * @param overseas whether it came from a country that is home neither for the domain nor for the account
 * @param country its country as decided, ISO 3166-1 alpha-2; may be empty
 * @param reference of the decision
 * @param profile the account's, without the submission
 * @param cases of the account: limits of a watched one are stricter
 */
public record RefusedSubmission(
        String rule,
        MailEvent event,
        boolean overseas,
        String country,
        String reference,
        Profile profile,
        CaseSet cases) {}
