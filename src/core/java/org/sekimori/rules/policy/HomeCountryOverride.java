package org.sekimori.rules.policy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Sets the home countries from outside the rulebook's folder, for a first try or a demonstration. The result is a rulebook with
 * an id of its own, so that the log names it.
 */
public final class HomeCountryOverride {

    /** Stays on one line, and never looks at a blank twice. */
    private static final Pattern EMPTY_HOME = Pattern.compile("(?m)^([ \\t]++home:)[ \\t]*+\\[[ \\t]*+]");

    /** Stands in the place of a file in problems with the countries that were named outside of it. */
    public static final String OPTION = "--home (sekimori.home)";

    private HomeCountryOverride() {}

    /**
     * The rulebook with {@code home} in the defaults of its policy. A rulebook with an unreadable policy is returned unchanged:
     * it will be refused with all its faults.
     *
     * @throws RulebookException for an unknown country, with {@link #OPTION} as the place; or if the policy already names a
     *     home, since one of the two would be hidden
     */
    public static RulebookFiles apply(RulebookFiles rulebook, List<String> home) throws RulebookException {
        if (home.isEmpty()) {
            return rulebook;
        }
        String policy = rulebook.files().getOrDefault(DomainPolicies.FILE, "defaults:\n  home: []\n");
        List<RulebookProblem> problems = new BoundedProblemList();
        DomainPolicies written = DomainPolicies.read(policy, problems);
        if (!problems.isEmpty()) {
            return rulebook;
        }
        Set<String> groups = DomainPolicies.groups(policy);
        for (String word : home) {
            if (!groups.contains(word) && !CountryCodes.contains(word)) {
                throw new RulebookException(OPTION, 0, CountryCodes.fault(word, groups));
            }
        }
        if (!written.defaults().observing()) {
            if (List.copyOf(written.defaults().home())
                    .equals(home.stream().sorted().toList())) {
                return rulebook;
            }
            throw new RulebookException(
                    DomainPolicies.FILE,
                    0,
                    "names " + written.defaults().home()
                            + " as home already; change it there instead of on the command line");
        }
        Matcher empty = EMPTY_HOME.matcher(policy);
        if (!empty.find()) {
            throw new RulebookException(
                    DomainPolicies.FILE,
                    0,
                    "has no line 'home: []' under 'defaults' that could be filled in; write one");
        }
        String filled = policy.substring(0, empty.start())
                + empty.group(1)
                + " ["
                + String.join(", ", home)
                + "]"
                + policy.substring(empty.end());
        return rulebook.with(DomainPolicies.FILE, filled);
    }
}
