/**
 * The rule language, a small part of DRL: lexer, parser, syntax tree, printer. Knows the facts by reflection only.
 */
@NullMarked
package org.sekimori.rules.language;

import org.jspecify.annotations.NullMarked;
