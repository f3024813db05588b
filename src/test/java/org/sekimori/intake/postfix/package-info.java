@NullMarked
package org.sekimori.intake.postfix;

import org.jspecify.annotations.NullMarked;
