package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;

/**
 * An example from {@code <rule>/cases/*.yml}: what happened to one account, and what must be decided about the last
 * submission.
 *
 * @param file where it stands
 * @param rule the rule it belongs to
 * @param title one line
 * @param account whose account it is about
 * @param policy the policy that holds in this case, with nothing of the rulebook's own but the thresholds; null for the
 *     rulebook's own
 * @param steps what happened, in order; the last one is a submission
 * @param verdict the word expected: {@code accept, defer, reject}
 * @param hit whether the rule must be among the findings of the last submission, or must not
 */
public record RuleCase(
        String file,
        String rule,
        String title,
        Account account,
        @Nullable DomainPolicy policy,
        List<Step> steps,
        String verdict,
        boolean hit) {

    /** One thing that happens in a case. */
    public sealed interface Step {}

    /** A submission, or what was heard of one, or a log-in. */
    public record Happen(MailEvent event) implements Step {}

    /** Somebody opens, extends or revokes a grant. */
    public record ChangeGrant(GrantCommand command) implements Step {}

    /** Somebody places or releases a hold. */
    public record ChangeHold(HoldCommand command) implements Step {}

    static List<RuleCase> readAll(RulebookFiles files, Collection<RuleSpec> specs, List<Problem> problems) {
        List<RuleCase> cases = new ArrayList<>();
        for (RuleSpec spec : specs) {
            String folder = spec.folder() + "/cases/";
            boolean hit = false;
            boolean miss = false;
            for (String file : files.files().tailMap(folder).keySet()) {
                if (!file.startsWith(folder)) {
                    break;
                }
                try {
                    RuleCase read = read(spec, file, files.files().getOrDefault(file, ""), files);
                    cases.add(read);
                    hit |= read.hit();
                    miss |= !read.hit();
                } catch (RulebookException e) {
                    problems.addAll(e.problems());
                }
            }
            if (spec.active() && !(hit && miss)) {
                problems.add(new Problem(folder, 0, "needs at least one case that hits and one near miss"));
            }
        }
        return cases;
    }

    private static RuleCase read(RuleSpec spec, String file, String text, RulebookFiles files)
            throws RulebookException {
        YamlMap map = YamlMap.parse(file, text).only("title", "account", "policy", "entries", "expect");
        Account account;
        try {
            account = Account.of(map.text("account"));
        } catch (IllegalArgumentException e) {
            throw map.wrong("account", e);
        }
        List<Step> steps = new CaseEntries(account, file).read(map.maps("entries"));
        if (steps.isEmpty()
                || !(steps.get(steps.size() - 1) instanceof Happen last)
                || last.event().kind() != Kind.ATTEMPT) {
            throw map.wrong("entries", "must end with a submission");
        }
        YamlMap expect = map.map("expect").only("verdict", "hit");
        String verdict = expect.text("verdict");
        if (!List.of("accept", "defer", "reject").contains(verdict)) {
            throw expect.wrong("verdict", "must be accept, defer or reject, not " + verdict);
        }
        DomainPolicy policy = map.has("policy")
                ? Policies.ofCase(map.map("policy"), files.files().getOrDefault(Policies.FILE, "defaults: {}"))
                : null;
        return new RuleCase(file, spec.id(), map.text("title"), account, policy, steps, verdict, flag(expect, "hit"));
    }

    private static boolean flag(YamlMap map, String key) throws RulebookException {
        String word = map.text(key);
        if (!word.equals("true") && !word.equals("false")) {
            throw map.wrong(key, "must be true or false, not " + word);
        }
        return word.equals("true");
    }
}
