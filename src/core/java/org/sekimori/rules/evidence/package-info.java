/** The weights of evidence rules: what each sign counts, and from which sum on something is done. */
@NullMarked
package org.sekimori.rules.evidence;

import org.jspecify.annotations.NullMarked;
