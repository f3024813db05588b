/** Pure arithmetic on what an account does: running tests and small bounded tables, with a binary form. */
@NullMarked
package org.sekimori.profile.statistics;

import org.jspecify.annotations.NullMarked;
