/**
 * The judge, a holdout population written from {@code docs/judge.md} alone. Its numbers must not be tuned by what
 * a rule makes of them.
 */
@NullMarked
package org.sekimori.lab.judge;

import org.jspecify.annotations.NullMarked;
