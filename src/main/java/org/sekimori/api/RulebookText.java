package org.sekimori.api;

import java.util.SortedMap;

/** The files of a rulebook, by their path in its folder. */
record RulebookText(String rulebook, SortedMap<String, String> files) {}
