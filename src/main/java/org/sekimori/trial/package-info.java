/**
 * Tries a rulebook before anybody relies on it: compiles it and runs its cases in a child process with limits. Entered by whoever
 * is offered a rulebook; no other room starts processes for rules.
 */
@NullMarked
package org.sekimori.trial;

import org.jspecify.annotations.NullMarked;
