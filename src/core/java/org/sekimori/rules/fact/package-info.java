/** What compiled rules call and see beside the submission: signs, findings, and what they raise. */
@NullMarked
package org.sekimori.rules.fact;

import org.jspecify.annotations.NullMarked;
