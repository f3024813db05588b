package org.sekimori.api.rulebook;

import java.util.SortedMap;

/** The files of a rulebook, by their path in its folder. */
record RulebookFilesView(String rulebook, SortedMap<String, String> files) {}
