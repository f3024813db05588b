@NullMarked
package org.sekimori.rules.evidence;

import org.jspecify.annotations.NullMarked;
