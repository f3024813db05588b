/** Abuse cases and holds: values, transitions and commands. Pure. */
@NullMarked
package org.sekimori.cases;

import org.jspecify.annotations.NullMarked;
