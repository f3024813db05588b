package org.sekimori.rules.language;

import java.util.List;

/**
 * A file of rules as it was read: named conditions and tables are already in the rules.
 *
 * @param named conditions that the file names, in order
 * @param unusedTables tables that no rule names, by position and name
 * @param rules in order, one for each row of a rule's table
 */
public record RuleFile(List<NamedCondition> named, List<UnusedTable> unusedTables, List<RuleTree> rules) {

    public RuleFile {
        named = List.copyOf(named);
        unusedTables = List.copyOf(unusedTables);
        rules = List.copyOf(rules);
    }

    /**
     * {@code condition spiking : Submission( … )}.
     *
     * @param used whether a rule or another condition names it
     */
    public record NamedCondition(int at, String name, List<Expression> conditions, boolean used) {
        public NamedCondition {
            conditions = List.copyOf(conditions);
        }
    }

    /** A table without a rule. */
    public record UnusedTable(int at, String name) {}
}
