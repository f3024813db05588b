package org.sekimori.stream.rulebook;

import org.jspecify.annotations.Nullable;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;

/**
 * The rulebook that an instance brings with it.
 *
 * @param files its text
 * @param rulebook the same, checked and compiled
 * @param previous id of the one that this instance brought last time, null if there was none; only in its place does a new one
 *     come where something is in force already
 */
public record InstanceRulebook(
        RulebookFiles files, Rulebook rulebook, @Nullable String previous) {}
