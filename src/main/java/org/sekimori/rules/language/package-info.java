/**
 * The language that rules are written in: a small part of DRL, read into a syntax tree in which nothing else can be said. Entered
 * by {@code rules} and its lint; knows the fact only by reflection.
 */
@NullMarked
package org.sekimori.rules.language;

import org.jspecify.annotations.NullMarked;
